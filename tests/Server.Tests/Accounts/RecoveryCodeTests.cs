// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Accounts;
using Vigil.Server.Tests.Support;

namespace Vigil.Server.Tests.Accounts;

public class RecoveryCodeTests
{
    [Fact]
    public async Task A_code_signs_in_once_in_whatever_way_it_is_typed()
    {
        await using var server = await TestServer.StartAsync();
        using var owner = new TestBrowser(server);
        using var passkey = owner.NewPasskey();
        await owner.CreateAccountAsync(passkey);
        var codes = await owner.MakeCodesAsync();
        Assert.Equal(RecoveryCodes.Count, codes.Distinct().Count());
        Assert.All(codes, code => Assert.Matches("^([a-z2-7]{4}-){5}[a-z2-7]{4}$", code));

        using var lost = new TestBrowser(server);
        Assert.Equal("200", await UseAsync(lost, codes[3].ToUpperInvariant().Replace("-", " ", StringComparison.Ordinal)));
        var account = Assert.NotNull(await lost.AccountAsync());
        Assert.Equal(9, account.GetProperty("recoveryCodes").GetInt32());
        Assert.Equal("401 bad_code", await UseAsync(lost, codes[3]));
    }

    [Fact]
    public async Task New_codes_end_the_old_ones()
    {
        await using var server = await TestServer.StartAsync();
        using var owner = new TestBrowser(server);
        using var passkey = owner.NewPasskey();
        await owner.CreateAccountAsync(passkey);
        var old = await owner.MakeCodesAsync();
        var codes = await owner.MakeCodesAsync();
        Assert.Empty(old.Intersect(codes));
        Assert.Equal("401 bad_code", await UseAsync(owner, old[0]));
        Assert.Equal("200", await UseAsync(owner, codes[0]));
    }

    [Fact]
    public async Task What_is_almost_a_code_is_none()
    {
        await using var server = await TestServer.StartAsync();
        using var owner = new TestBrowser(server);
        using var passkey = owner.NewPasskey();
        await owner.CreateAccountAsync(passkey);
        var code = (await owner.MakeCodesAsync())[0];
        using var guesser = new TestBrowser(server);
        // The part that finds the row is right, the secret is not.
        Assert.Equal("401 bad_code", await UseAsync(guesser, code[..^1] + (code[^1] == 'a' ? 'b' : 'a')));
        Assert.Equal("401 bad_code", await UseAsync(guesser, (code[0] == 'a' ? 'b' : 'a') + code[1..]));
        Assert.Equal(RecoveryCodes.Count, Assert.NotNull(await owner.AccountAsync()).GetProperty("recoveryCodes").GetInt32());
    }

    [Fact]
    public async Task Guessing_is_slow()
    {
        await using var server = await TestServer.StartAsync();
        using var guesser = new TestBrowser(server);
        for (var i = 0; i < 5; i++) { Assert.Equal("401 bad_code", await UseAsync(guesser, "a")); }
        Assert.Equal("429 too_many", await UseAsync(guesser, "a"));
        server.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("401 bad_code", await UseAsync(guesser, "a"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("aaaa-aaaa-aaaa-aaaa-aaaa-aaa")]
    [InlineData("aaaa-aaaa-aaaa-aaaa-aaaa-aaaaa")]
    [InlineData("aaaa-aaaa-aaaa-aaaa-aaaa-aaa1")]
    [InlineData("aaaa-aaaa-aaaa-aaaa-aaaa-aaaä")]
    [InlineData("aaaa\naaaa-aaaa-aaaa-aaaa-aaaa")]
    [InlineData("aaaa_aaaa_aaaa_aaaa_aaaa_aaaa")]
    public void What_is_no_code_is_not_read(string text) => Assert.False(RecoveryCodes.TryRead(text, out _));

    [Fact]
    public void Nothing_long_is_looked_at() => Assert.False(RecoveryCodes.TryRead(new string('-', 100) + new string('a', 24), out _));

    private static Task<string> UseAsync(TestBrowser browser, string code) => browser.TryAsync("POST", "/api/account/recover", new() { ["code"] = code });
}
