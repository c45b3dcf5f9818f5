// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Microsoft.Playwright;
using Vigil.EndToEnd.Stage;

namespace Vigil.EndToEnd;

/// <summary>An account from its creation to its end, with the browser's own passkeys in an authenticator made of software.</summary>
public sealed class AccountTests(Browsers browsers)
{
    [Fact]
    public async Task An_account_is_made_used_lost_recovered_and_deleted()
    {
        await using var server = await ServerProcess.StartAsync();
        // WebAuthn knows no IP addresses.
        var address = server.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        await using var ada = await Person.SitDownAsync(browsers.Plain, "Ada");
        await using var keys = await Authenticators.PlugInAsync(ada.Page);
        var laptop = await keys.AddAsync("internal");

        await ada.Page.GotoAsync(address);
        await ada.Page.GetByTestId("to-account").ClickAsync();
        await ada.InStateAsync("account-out");
        Assert.Empty(await ReviewAsync(ada, "account-out"));

        // By keyboard, as all of it can be.
        await ada.Page.GetByTestId("account-create").FocusAsync();
        await ada.Page.Keyboard.PressAsync("Enter");
        await ada.InStateAsync("account-in");
        var id = await ada.Page.GetByTestId("account-id").InnerTextAsync();
        await Assertions.Expect(ada.Page.GetByTestId("account-fragile")).ToBeVisibleAsync();
        await Assertions.Expect(Passkeys(ada)).ToHaveCountAsync(1);
        await ada.ScreenshotAsync("account-new");
        await AssertShownToNoMeetingAsync(ada, address);

        // Ten codes, seen once.
        await ada.Page.GetByTestId("make-codes").ClickAsync();
        await Assertions.Expect(ada.Page.GetByTestId("codes").Locator("li")).ToHaveCountAsync(10);
        var codes = await ada.Page.GetByTestId("codes").Locator("li").AllInnerTextsAsync();
        Assert.Equal(string.Join('\n', codes), await ada.CopyAsync(ada.Page.GetByTestId("copy-codes")));
        await ada.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(ada.Page.GetByTestId("codes-dialog")).ToBeVisibleAsync();
        Assert.Empty(await ReviewAsync(ada, "account-codes", isDialog: true));
        await ada.Page.GetByTestId("kept-codes").ClickAsync();
        await Assertions.Expect(ada.Page.GetByTestId("codes-left")).ToHaveTextAsync("10 codes are left");

        // A second passkey, on another device.
        await keys.UnplugAsync(laptop);
        await keys.AddAsync("usb");
        await ada.Page.GetByTestId("add-passkey").ClickAsync();
        await Assertions.Expect(Passkeys(ada)).ToHaveCountAsync(2);

        // All that is kept.
        await ada.Page.GetByTestId("show-data").ClickAsync();
        await Assertions.Expect(ada.Page.GetByTestId("my-data")).ToContainTextAsync("account_recovery_code");
        Assert.Empty(await ReviewAsync(ada, "account-in"));
        using (var data = JsonDocument.Parse(await SaveAsync(ada)))
        {
            Assert.Equal(id, data.RootElement.GetProperty("account").GetString());
            Assert.Equal(2, data.RootElement.GetProperty("tables").GetProperty("account_passkey").GetArrayLength());
        }

        // Out, and in again with the passkey that is there.
        await ada.Page.GetByTestId("sign-out").ClickAsync();
        await ada.InStateAsync("account-out");
        await ada.Page.GetByTestId("account-sign-in").ClickAsync();
        await ada.InStateAsync("account-in");
        Assert.Equal(id, await ada.Page.GetByTestId("account-id").InnerTextAsync());
        Assert.Empty(ada.Complaints);

        // Elsewhere, with a code in the place of a passkey.
        await using var abroad = await Person.SitDownAsync(browsers.Plain, "Ada abroad");
        await abroad.Page.GotoAsync(address + "/account");
        await abroad.Page.GetByTestId("account-lost").ClickAsync();
        await abroad.Page.GetByTestId("account-code").FillAsync(codes[4].ToUpperInvariant());
        await abroad.Page.GetByTestId("account-recover").ClickAsync();
        await Assertions.Expect(abroad.Page.GetByTestId("account-recovered")).ToBeVisibleAsync();
        await Assertions.Expect(abroad.Page.GetByTestId("codes-left")).ToHaveTextAsync("9 codes are left");
        await abroad.ScreenshotAsync("account-recovered");

        // The lost one goes, then everything.
        await ada.Page.GetByTestId("remove-passkey").First.ClickAsync();
        await ada.Page.GetByTestId("remove-passkey-yes").ClickAsync();
        await Assertions.Expect(Passkeys(ada)).ToHaveCountAsync(1);
        await ada.Page.GetByTestId("delete-account").ClickAsync();
        Assert.Empty(await ReviewAsync(ada, "account-delete", isDialog: true));
        await ada.Page.GetByTestId("delete-yes").ClickAsync();
        await ada.InStateAsync("account-out");
        await Assertions.Expect(ada.Page.GetByTestId("account-news")).ToContainTextAsync("The account is gone");
        await abroad.Page.ReloadAsync();
        await abroad.InStateAsync("account-out");
        Assert.DoesNotContain(id, server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Under_another_address_the_page_says_where_accounts_work()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await Person.SitDownAsync(browsers.Plain, "Ada");
        await ada.Page.GotoAsync(server.Url + "/account");
        await ada.InStateAsync("account-elsewhere");
        await ada.ScreenshotAsync("account-elsewhere");
        await ada.Page.Locator("main a.primary").ClickAsync();
        await ada.InStateAsync("account-out");
        Assert.StartsWith("http://localhost:", ada.Page.Url, StringComparison.Ordinal);
    }

    private static ILocator Passkeys(Person person) => person.Page.GetByTestId("passkey");

    /// <summary>A dialog has the colours of the page that it stands on: dark is enough, unless there is time for both.</summary>
    private static Task<IReadOnlyList<string>> ReviewAsync(Person person, string state, bool isDialog = false) =>
        Review.OfAsync(person, state, "en", hasLightAndDark: !isDialog || Effort.IsLong);

    /// <summary>The browser would send the account's cookie to none of the addresses that a meeting uses with credentials.</summary>
    private static async Task AssertShownToNoMeetingAsync(Person person, string address)
    {
        Assert.Single(await person.Page.Context.CookiesAsync([$"{address}/api/account"]));
        Assert.Empty(await person.Page.Context.CookiesAsync([address, $"{address}/signal/aaaaaaaaaaaaaaaa", $"{address}/m/aaaaaaaaaaaaaaaaaaaaaaaaaa", $"{address}/log/checkpoint"]));
    }

    private static async Task<string> SaveAsync(Person person)
    {
        var download = await person.Page.RunAndWaitForDownloadAsync(() => person.Page.GetByTestId("save-data").ClickAsync());
        using var reader = new StreamReader(await download.CreateReadStreamAsync());
        return await reader.ReadToEndAsync();
    }
}
