// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Accounts;
using Vigil.Server.Tests.Support;

namespace Vigil.Server.Tests.Accounts;

/// <summary>What is refused before anything else is looked at: where from, who, how much, what form.</summary>
public class RequestTests
{
    public static TheoryData<string, string> Changes => new()
    {
        { "POST", "create/options" }, { "POST", "create" }, { "POST", "sign-in/options" }, { "POST", "sign-in" }, { "POST", "passkeys/options" },
        { "POST", "passkeys" }, { "DELETE", "passkeys/AAAA" }, { "POST", "recovery-codes" }, { "POST", "recover" }, { "POST", "sign-out" }, { "DELETE", "" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Only_the_servers_own_page_changes_anything(string method, string path)
    {
        await using var server = await TestServer.StartAsync();
        using var browser = new TestBrowser(server);
        using var passkey = browser.NewPasskey();
        await browser.CreateAccountAsync(passkey);
        foreach (var origin in new[] { null, "null", "https://evil.example", "http://localhost", $"https://localhost:{server.Address.Port}", server.Address.GetLeftPart(UriPartial.Authority), browser.Origin + "/" })
        {
            browser.Origin = origin;
            Assert.Equal("403 wrong_origin", await browser.TryAsync(method, $"/api/account/{path}".TrimEnd('/')));
        }
        browser.Origin = TestBrowser.OriginOf(server);
        Assert.NotNull(await browser.AccountAsync());
    }

    [Theory]
    [InlineData("GET", "/api/my-data")]
    [InlineData("DELETE", "/api/account")]
    [InlineData("POST", "/api/account/sign-out")]
    [InlineData("POST", "/api/account/passkeys/options")]
    [InlineData("POST", "/api/account/passkeys")]
    [InlineData("DELETE", "/api/account/passkeys/AAAA")]
    [InlineData("POST", "/api/account/recovery-codes")]
    public async Task Who_is_signed_out_gets_nothing(string method, string path)
    {
        await using var server = await TestServer.StartAsync();
        using var browser = new TestBrowser(server);
        foreach (var cookie in new[] { null, "vigil-session=", "vigil-session=AAAA", $"vigil-session={TestMeeting.Text(new byte[32])}", $"__Secure-vigil-session={TestMeeting.Text(new byte[32])}" })
        {
            browser.Cookie = cookie;
            Assert.Equal("401 signed_out", await browser.TryAsync(method, path));
        }
    }

    [Theory]
    [InlineData("create", "")]
    [InlineData("create", "null")]
    [InlineData("create", "[]")]
    [InlineData("create", "{}")]
    [InlineData("create", """{"ticket":"a"}""")]
    [InlineData("create", """{"ticket":1,"credential":{}}""")]
    [InlineData("create", """{"ticket":"a","ticket":"a","credential":{}}""")]
    [InlineData("create", """{"ticket":"a","credential":{},"more":1}""")]
    [InlineData("create", """{"Ticket":"a","credential":{}}""")]
    [InlineData("sign-in", """{"ticket":null,"credential":{}}""")]
    [InlineData("recover", """{"code":7}""")]
    [InlineData("recover", "{\"code\":\"a\"")]
    public async Task What_is_not_the_object_that_was_asked_for_is_malformed(string path, string body)
    {
        await using var server = await TestServer.StartAsync();
        using var browser = new TestBrowser(server);
        var (status, answer) = await browser.SendAsync("POST", $"/api/account/{path}", body);
        Assert.Equal((400, "malformed"), (status, answer.GetProperty("error").GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData("create", "{}")]
    [InlineData("create", "[]")]
    [InlineData("create", "7")]
    [InlineData("create", """{"id":"AAAA","rawId":"AAAA","type":"public-key","response":{}}""")]
    [InlineData("create", """{"id":"AAAA","rawId":"AAAA","type":"public-key","clientExtensionResults":{},"response":{"clientDataJSON":"e30","attestationObject":"oA"}}""")]
    [InlineData("sign-in", "{}")]
    [InlineData("sign-in", "\"text\"")]
    [InlineData("sign-in", """{"id":7}""")]
    [InlineData("sign-in", """{"id":"=","rawId":"AAAA","type":"public-key","response":null}""")]
    public async Task What_is_no_passkeys_answer_is_refused(string path, string credential)
    {
        await using var server = await TestServer.StartAsync();
        using var browser = new TestBrowser(server);
        var (ticket, _) = await browser.BeginAsync(path);
        var (status, answer) = await browser.SendAsync("POST", $"/api/account/{path}", $$"""{"ticket":"{{ticket}}","credential":{{credential}}}""");
        Assert.Equal((400, "bad_passkey"), (status, answer.GetProperty("error").GetProperty("code").GetString()));
    }

    [Fact]
    public async Task A_body_has_its_limit()
    {
        await using var server = await TestServer.StartAsync();
        using var browser = new TestBrowser(server);
        Assert.Equal(413, (await browser.SendAsync("POST", "/api/account/create", new string(' ', AccountRequests.LargestBody + 1))).Status);
    }

    [Fact]
    public async Task Sign_out_says_which()
    {
        await using var server = await TestServer.StartAsync();
        using var browser = new TestBrowser(server);
        using var passkey = browser.NewPasskey();
        await browser.CreateAccountAsync(passkey);
        Assert.Equal("400 malformed", await browser.TryAsync("POST", "/api/account/sign-out", new() { ["which"] = "all" }));
        Assert.Equal("400 malformed", await browser.TryAsync("POST", "/api/account/sign-out"));
        Assert.NotNull(await browser.AccountAsync());
    }

    [Fact]
    public async Task One_address_begins_thirty_times_and_then_once_in_two_seconds()
    {
        await using var server = await TestServer.StartAsync();
        using var browser = new TestBrowser(server);
        for (var i = 0; i < 30; i++) { Assert.Equal("200", await browser.TryAsync("POST", "/api/account/sign-in/options")); }
        Assert.Equal("429 too_many", await browser.TryAsync("POST", "/api/account/create/options"));
        server.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("200", await browser.TryAsync("POST", "/api/account/create/options"));
    }

    [Fact]
    public async Task One_address_makes_ten_accounts_and_then_one_a_minute()
    {
        await using var server = await TestServer.StartAsync();
        using var browser = new TestBrowser(server);
        for (var i = 0; i < 11; i++)
        {
            using var passkey = browser.NewPasskey();
            Assert.Equal(i < 10 ? "201" : "429 too_many", await browser.PerformAsync("create", passkey));
        }
        server.Time.Advance(TimeSpan.FromMinutes(1));
        using var last = browser.NewPasskey();
        await browser.CreateAccountAsync(last);
    }

    [Fact]
    public async Task Without_a_known_address_there_are_no_accounts()
    {
        // A public server that was not told --origin; behind TLS of its own it would be the same.
        var origin = new Vigil.Server.Serving.WebOrigin(new() { Host = "*" });
        Assert.Null(origin.RpId);
        Assert.Null(origin.Of(new Microsoft.AspNetCore.Http.DefaultHttpContext()));
        await using var server = await TestServer.StartAsync(origin: "https://meet.example");
        using var browser = new TestBrowser(server);
        Assert.Equal("403 wrong_origin", await browser.TryAsync("POST", "/api/account/create/options"));
        Assert.Equal("https://meet.example", (await browser.SendAsync("GET", "/api/account")).Body.GetProperty("origin").GetString());
    }
}
