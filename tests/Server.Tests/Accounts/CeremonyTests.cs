// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using Vigil.Server.Accounts;
using Vigil.Server.Tests.Support;

namespace Vigil.Server.Tests.Accounts;

/// <summary>Creating, signing in and adding passkeys against a real server, with an authenticator that lies on demand.</summary>
public class CeremonyTests
{
    private static readonly Dictionary<string, Twist> Forgeries = new()
    {
        ["another site"] = new() { Origin = "https://evil.example" },
        ["another port"] = new() { Origin = "http://localhost:1" },
        ["in a frame of another site"] = new() { CrossOrigin = true, TopOrigin = "https://evil.example" },
        ["in a frame of its own"] = new() { TopOrigin = "http://localhost" },
        ["another challenge"] = new() { Challenge = new byte[32] },
        ["a shorter challenge"] = new() { Challenge = [] },
        ["another relying party"] = new() { RpId = "evil.example" },
        ["the other ceremony"] = new() { Type = "payment.get" },
        ["nobody touched it"] = new() { Flags = 0 },
        ["nobody was verified"] = new() { Flags = 1 },
        ["backed up but not eligible"] = new() { Flags = 1 | 4 | 16 },
    };

    private static readonly Dictionary<string, Twist> SignInForgeries = new(Forgeries)
    {
        ["no user handle"] = new() { HasNoUserHandle = true },
        ["somebody else's user handle"] = new() { UserHandle = TestMeeting.Text("AAAAAAAAAAAAAAAAAAAAAA"u8) },
        ["no user handle of ours"] = new() { UserHandle = TestMeeting.Text(new byte[64]) },
        ["another key"] = new() { IsWrongKey = true },
        ["the same counter again"] = new() { Counter = 7 },
        ["the counter going backwards"] = new() { Counter = 6 },
        ["the counter gone"] = new() { Counter = 0 },
        ["suddenly synced"] = new() { Flags = 1 | 4 | 8, Counter = 8 },
    };

    public static TheoryData<string> Created => [.. Forgeries.Keys];

    public static TheoryData<string> SignedIn => [.. SignInForgeries.Keys];

    [Fact]
    public async Task An_account_is_made_left_and_entered_again_without_a_name()
    {
        await using var server = await TestServer.StartAsync();
        using var browser = new TestBrowser(server);
        using var passkey = browser.NewPasskey();
        await browser.CreateAccountAsync(passkey);
        var account = Assert.NotNull(await browser.AccountAsync());
        Assert.Equal("2026-09-21", account.GetProperty("day").GetString());
        Assert.Equal(passkey.Id, Assert.Single(account.GetProperty("passkeys").EnumerateArray()).GetProperty("id").GetString());

        Assert.Equal("200", await browser.TryAsync("POST", "/api/account/sign-out", new() { ["which"] = "this" }));
        Assert.Null(await browser.AccountAsync());
        Assert.Null(browser.Cookie);

        Assert.Equal("200", await browser.PerformAsync("sign-in", passkey));
        Assert.Equal(account.GetProperty("id").GetString(), Assert.NotNull(await browser.AccountAsync()).GetProperty("id").GetString());
        Assert.DoesNotContain(server.Log.Entries, entry => entry.Text.Contains(account.GetProperty("id").GetString()!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_asked_of_the_authenticator_is_what_the_protocol_says()
    {
        await using var server = await TestServer.StartAsync();
        using var browser = new TestBrowser(server);
        var (_, create) = await browser.BeginAsync("create");
        Assert.Equal("localhost", create.GetProperty("rp").GetProperty("id").GetString());
        Assert.Equal("required", create.GetProperty("authenticatorSelection").GetProperty("userVerification").GetString());
        Assert.Equal("required", create.GetProperty("authenticatorSelection").GetProperty("residentKey").GetString());
        Assert.Equal("none", create.GetProperty("attestation").GetString());
        Assert.Equal("localhost 2026-09-21", create.GetProperty("user").GetProperty("name").GetString());
        var (_, signIn) = await browser.BeginAsync("sign-in");
        Assert.Equal("required", signIn.GetProperty("userVerification").GetString());
        Assert.Empty(signIn.GetProperty("allowCredentials").EnumerateArray());
    }

    [Theory]
    [MemberData(nameof(Created))]
    public async Task A_forged_creation_makes_no_account(string forgery)
    {
        await using var server = await TestServer.StartAsync();
        using var browser = new TestBrowser(server);
        using var passkey = browser.NewPasskey();
        Assert.Equal("400 bad_passkey", await browser.PerformAsync("create", passkey, Forgeries[forgery]));
        Assert.Null(browser.Cookie);
        Assert.Equal("401 unknown_passkey", await browser.PerformAsync("sign-in", passkey));
    }

    [Theory]
    [MemberData(nameof(SignedIn))]
    public async Task A_forged_sign_in_is_refused(string forgery)
    {
        await using var server = await TestServer.StartAsync();
        using var owner = new TestBrowser(server);
        using var passkey = owner.NewPasskey();
        passkey.Counter = 7;
        await owner.CreateAccountAsync(passkey);
        using var forger = new TestBrowser(server);
        passkey.Counter = 8;
        Assert.Equal("400 bad_passkey", await forger.PerformAsync("sign-in", passkey, SignInForgeries[forgery]));
        Assert.Null(forger.Cookie);
        // The one who has the key still comes in.
        Assert.Equal("200", await forger.PerformAsync("sign-in", passkey));
    }

    [Fact]
    public async Task A_passkey_of_an_account_that_is_gone_is_said_to_be_unknown()
    {
        await using var server = await TestServer.StartAsync();
        using var browser = new TestBrowser(server);
        using var passkey = browser.NewPasskey();
        await browser.CreateAccountAsync(passkey);
        Assert.Equal("200", await browser.TryAsync("DELETE", "/api/account"));
        Assert.Equal("401 unknown_passkey", await browser.PerformAsync("sign-in", passkey));
        Assert.Equal("401 signed_out", await browser.TryAsync("GET", "/api/my-data"));
    }

    [Fact]
    public async Task A_ticket_is_good_once_for_one_thing_for_five_minutes()
    {
        await using var server = await TestServer.StartAsync();
        using var browser = new TestBrowser(server);
        using var passkey = browser.NewPasskey();
        var (used, options) = await browser.BeginAsync("create");
        Assert.Equal("400 bad_ticket", await browser.TryAsync("POST", "/api/account/sign-in", TestBrowser.Finish(used, passkey.Create(options))));
        Assert.Equal("400 bad_ticket", await browser.TryAsync("POST", "/api/account/create", TestBrowser.Finish(used, passkey.Create(options))));

        (var old, options) = await browser.BeginAsync("create");
        server.Time.Advance(Tickets.Lives);
        Assert.Equal("400 bad_ticket", await browser.TryAsync("POST", "/api/account/create", TestBrowser.Finish(old, passkey.Create(options))));

        (var good, options) = await browser.BeginAsync("create");
        server.Time.Advance(Tickets.Lives - TimeSpan.FromSeconds(1));
        var body = TestBrowser.Finish(good, passkey.Create(options));
        Assert.Equal("201", await browser.TryAsync("POST", "/api/account/create", body));
        Assert.Equal("400 bad_ticket", await browser.TryAsync("POST", "/api/account/create", body));
    }

    [Fact]
    public async Task A_ticket_to_add_a_passkey_is_good_for_its_own_account_only()
    {
        await using var server = await TestServer.StartAsync();
        using var ada = new TestBrowser(server);
        using var ben = new TestBrowser(server);
        using var adas = ada.NewPasskey();
        using var bens = ben.NewPasskey();
        using var second = ada.NewPasskey();
        await ada.CreateAccountAsync(adas);
        await ben.CreateAccountAsync(bens);
        var (ticket, options) = await ada.BeginAsync("passkeys");
        Assert.Equal([adas.Id], options.GetProperty("excludeCredentials").EnumerateArray().Select(known => known.GetProperty("id").GetString()));
        Assert.Equal("400 bad_ticket", await ben.TryAsync("POST", "/api/account/passkeys", TestBrowser.Finish(ticket, second.Create(options))));
        Assert.Equal("201", await ada.PerformAsync("passkeys", second));
        using var elsewhere = new TestBrowser(server);
        Assert.Equal("200", await elsewhere.PerformAsync("sign-in", second));
        Assert.Equal(2, Assert.NotNull(await elsewhere.AccountAsync()).GetProperty("passkeys").GetArrayLength());
        // One passkey, one account.
        Assert.Equal("400 bad_passkey", await ben.PerformAsync("passkeys", second));
    }

    [Fact]
    public async Task The_last_passkey_stays_unless_there_are_recovery_codes()
    {
        await using var server = await TestServer.StartAsync();
        using var browser = new TestBrowser(server);
        using var first = browser.NewPasskey();
        using var second = browser.NewPasskey();
        await browser.CreateAccountAsync(first);
        Assert.Equal("409 last_passkey", await browser.TryAsync("DELETE", $"/api/account/passkeys/{first.Id}"));
        Assert.Equal("201", await browser.PerformAsync("passkeys", second));
        Assert.Equal("200", await browser.TryAsync("DELETE", $"/api/account/passkeys/{first.Id}"));
        Assert.Equal("404 passkey_not_found", await browser.TryAsync("DELETE", $"/api/account/passkeys/{first.Id}"));
        Assert.Equal("409 last_passkey", await browser.TryAsync("DELETE", $"/api/account/passkeys/{second.Id}"));
        var codes = await browser.MakeCodesAsync();
        Assert.Equal("200", await browser.TryAsync("DELETE", $"/api/account/passkeys/{second.Id}"));
        browser.Cookie = null;
        Assert.Equal("401 unknown_passkey", await browser.PerformAsync("sign-in", second));
        Assert.Equal("200", await browser.TryAsync("POST", "/api/account/recover", new() { ["code"] = codes[0] }));
        Assert.Equal("201", await browser.PerformAsync("passkeys", first));
    }

    [Fact]
    public async Task Nobody_removes_somebody_elses_passkey()
    {
        await using var server = await TestServer.StartAsync();
        using var ada = new TestBrowser(server);
        using var ben = new TestBrowser(server);
        using var adas = ada.NewPasskey();
        using var bens = ben.NewPasskey();
        await ada.CreateAccountAsync(adas);
        await ben.CreateAccountAsync(bens);
        Assert.Equal("404 passkey_not_found", await ben.TryAsync("DELETE", $"/api/account/passkeys/{adas.Id}"));
        Assert.Single(Assert.NotNull(await ada.AccountAsync()).GetProperty("passkeys").EnumerateArray());
    }

    [Fact]
    public async Task A_synced_passkey_is_taken_and_said_to_be_one()
    {
        await using var server = await TestServer.StartAsync();
        using var browser = new TestBrowser(server);
        using var passkey = new TestAuthenticator(TestBrowser.OriginOf(server)) { IsSynced = true };
        await browser.CreateAccountAsync(passkey);
        Assert.Equal("200", await browser.PerformAsync("sign-in", passkey));
        Assert.True(Assert.NotNull(await browser.AccountAsync()).GetProperty("passkeys")[0].GetProperty("isSynced").GetBoolean());
    }

    [Fact]
    public async Task A_passkey_that_counts_is_used_once_per_count()
    {
        await using var server = await TestServer.StartAsync();
        using var browser = new TestBrowser(server);
        using var passkey = browser.NewPasskey();
        await browser.CreateAccountAsync(passkey);
        var answers = new List<JsonObject>();
        passkey.Counter = 1;
        for (var i = 0; i < 4; i++)
        {
            var (ticket, options) = await browser.BeginAsync("sign-in");
            answers.Add(TestBrowser.Finish(ticket, passkey.Get(options)));
        }
        using var other = new TestBrowser(server);
        var results = await Task.WhenAll(answers.Select(answer => Task.Run(async () =>
        {
            using var racer = new TestBrowser(server);
            return await racer.TryAsync("POST", "/api/account/sign-in", answer);
        })));
        Assert.Single(results, "200");
        Assert.Equal(3, results.Count(result => result == "400 bad_passkey"));
    }
}
