// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Accounts;
using Vigil.Server.Tests.Support;

namespace Vigil.Server.Tests.Accounts;

public class SessionTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public async Task The_cookie_is_for_this_server_alone_and_for_no_script()
    {
        await using var server = await TestServer.StartAsync();
        using var browser = new TestBrowser(server);
        using var passkey = browser.NewPasskey();
        await browser.CreateAccountAsync(passkey);
        Assert.Matches("^vigil-session=[A-Za-z0-9_-]{43}; max-age=1209600; path=/api; samesite=strict; httponly$", browser.SetCookie);
    }

    [Fact]
    public async Task Behind_tls_browsers_hold_it_to_tls_too()
    {
        await using var server = await TestServer.StartAsync(origin: "https://meet.example");
        using var browser = new TestBrowser(server) { Origin = "https://meet.example" };
        using var passkey = new TestAuthenticator("https://meet.example", "meet.example");
        await browser.CreateAccountAsync(passkey);
        Assert.Matches("^__Secure-vigil-session=[A-Za-z0-9_-]{43}; max-age=1209600; path=/api; secure; samesite=strict; httponly$", browser.SetCookie);
        Assert.NotNull(await browser.AccountAsync());
        // One that came without the prefix was set by somebody who could not set ours.
        browser.Cookie = browser.Cookie!["__Secure-".Length..];
        Assert.Null(await browser.AccountAsync());
    }

    [Fact]
    public async Task A_day_later_the_token_is_another_and_two_tabs_at_once_stay_signed_in()
    {
        await using var server = await TestServer.StartAsync();
        using var browser = new TestBrowser(server);
        using var passkey = browser.NewPasskey();
        await browser.CreateAccountAsync(passkey);
        var first = browser.Cookie!;
        Assert.NotNull(await browser.AccountAsync());
        Assert.Equal(first, browser.Cookie);

        server.Time.Advance(Day);
        Assert.NotNull(await browser.AccountAsync());
        Assert.NotEqual(first, browser.Cookie);
        using var otherTab = new TestBrowser(server) { Cookie = first };
        Assert.NotNull(await otherTab.AccountAsync());
        Assert.Equal(first, otherTab.Cookie);

        server.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await otherTab.AccountAsync());
        Assert.NotNull(await browser.AccountAsync());
    }

    [Fact]
    public async Task A_browser_that_is_not_used_is_signed_out_after_two_weeks()
    {
        await using var server = await TestServer.StartAsync();
        using var used = new TestBrowser(server);
        using var idle = new TestBrowser(server);
        using var passkey = used.NewPasskey();
        await used.CreateAccountAsync(passkey);
        Assert.Equal("200", await idle.PerformAsync("sign-in", passkey));
        server.Time.Advance(14 * Day);
        Assert.NotNull(await used.AccountAsync());
        server.Time.Advance(Day);
        Assert.Null(await idle.AccountAsync());
        Assert.Equal("401 signed_out", await idle.TryAsync("GET", "/api/my-data"));
        Assert.NotNull(await used.AccountAsync());
    }

    [Fact]
    public async Task Signing_out_the_others_leaves_this_one()
    {
        await using var server = await TestServer.StartAsync();
        using var here = new TestBrowser(server);
        using var there = new TestBrowser(server);
        using var somebody = new TestBrowser(server);
        using var passkey = here.NewPasskey();
        using var other = here.NewPasskey();
        await here.CreateAccountAsync(passkey);
        await somebody.CreateAccountAsync(other);
        Assert.Equal("200", await there.PerformAsync("sign-in", passkey));
        Assert.Equal("200", await here.TryAsync("POST", "/api/account/sign-out", new() { ["which"] = "others" }));
        Assert.NotNull(await here.AccountAsync());
        Assert.Null(await there.AccountAsync());
        Assert.NotNull(await somebody.AccountAsync());
    }

    [Fact]
    public async Task Signing_in_again_ends_what_the_browser_had_before()
    {
        await using var server = await TestServer.StartAsync();
        using var browser = new TestBrowser(server);
        using var passkey = browser.NewPasskey();
        await browser.CreateAccountAsync(passkey);
        var before = browser.Cookie;
        Assert.Equal("200", await browser.PerformAsync("sign-in", passkey));
        using var thief = new TestBrowser(server) { Cookie = before };
        Assert.Null(await thief.AccountAsync());
    }

    [Fact]
    public async Task A_session_survives_a_restart()
    {
        using var folder = new TempFolder();
        string cookie;
        await using (var server = await TestServer.StartAsync(folder.Path))
        {
            using var browser = new TestBrowser(server);
            using var passkey = browser.NewPasskey();
            await browser.CreateAccountAsync(passkey);
            cookie = browser.Cookie!;
        }
        await using var again = await TestServer.StartAsync(folder.Path);
        using var same = new TestBrowser(again) { Cookie = cookie };
        Assert.NotNull(await same.AccountAsync());
    }
}
