// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Vigil.EndToEnd.Stage;
using Vigil.Replay.Stage;

namespace Vigil.EndToEnd;

/// <summary>Staff at their desk, with security keys made of software, at the real server: several people decide what none of them can alone.</summary>
public sealed partial class DeskTests(Browsers browsers)
{
    /// <summary>As the page of the notice does it for the person concerned.</summary>
    private const string Appeal = """
        async (text) => {
          const { account } = await (await fetch('/api/account')).json()
          const token = account.notices[0]
          const answer = await fetch('/api/notice/appeal', {
            method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify({ text }),
          })
          if (answer.status !== 201) { throw new Error(`${answer.status}: ${await answer.text()}`) }
        }
        """;

    [Fact]
    public async Task Staff_end_suspend_give_back_and_disclose_together_and_never_alone()
    {
        await using var office = await DeskServer.StartAsync();
        await using var desk = await StaffDesk.OpenAsync(office, browsers.Plain);
        await using var ada = await Person.SitDownAsync(browsers.Plain, "Ada");
        await using var passkeys = await Authenticators.PlugInAsync(ada.Page);
        await passkeys.AddAsync("internal");
        var meeting = (await office.CreateMeetingAsync()).Id.Text;

        await EndAsync(office, desk, meeting);
        await AssertRefusalsInLogAsync(office, desk);
        office.Jump(DeskServer.Notice);
        await desk.SeesOrderAsync("acted");
        await GiveBackAsync(desk);
        await RecordAsync(desk);

        await ada.Page.GotoAsync(office.Url + "/account");
        await ada.Page.GetByTestId("account-create").ClickAsync();
        await ada.InStateAsync("account-in");
        var account = await ada.Page.GetByTestId("account-id").InnerTextAsync();
        await SuspendAndGiveBackAsync(desk, ada, account);
        await DiscloseAsync(desk, account);
        Assert.DoesNotContain(desk.Person.Complaints, complaint => !complaint.Contains("422", StringComparison.Ordinal) && !complaint.Contains("401", StringComparison.Ordinal));
    }

    private static async Task EndAsync(OwnHouse office, StaffDesk desk, string meeting)
    {
        await desk.Page.GotoAsync(office.Url + "/desk");
        await desk.Person.InStateAsync("desk-out");
        Assert.Empty(await Review.OfAsync(desk.Person, "desk-out", "en", hasLightAndDark: Effort.IsLong));
        await desk.SitDownAsync("ann");

        // Evidence that nobody signed ends no meeting.
        await desk.BeginAsync("meeting.end", $"{office.Url}/m/{meeting}", "tos:violence", office.EvidenceAgainst(meeting));
        await desk.GiveReasonsAsync();
        await desk.Page.GetByTestId("evidence-grade").SelectOptionAsync("E2");
        Assert.Empty(await Review.OfAsync(desk.Person, "desk-propose", "en", hasLightAndDark: false));
        await desk.Page.GetByTestId("propose-show").ClickAsync();
        Assert.Equal(["evidence_too_weak"], await desk.SignInVainAsync());
        // Back to what was typed.
        await desk.Page.Keyboard.PressAsync("Escape");
        await desk.Page.GetByTestId("evidence-grade").SelectOptionAsync("E1");
        await desk.Page.GetByTestId("propose-show").ClickAsync();
        await Assertions.Expect(desk.Page.GetByTestId("signed-sentence")).ToContainTextAsync("End a meeting. Ground: tos:violence. Evidence: E1. Asked by a user. Proposed by ann.");
        await desk.SignAsync("Proposed");

        // Not the proposer, and nobody twice.
        await desk.Page.GetByTestId("approve").ClickAsync();
        await Assertions.Expect(desk.Page.GetByTestId("signed-subject")).ToHaveTextAsync(meeting);
        await Assertions.Expect(desk.Page.GetByTestId("unsigned")).ToContainTextAsync("Somebody was threatened");
        Assert.Empty(await Review.OfAsync(desk.Person, "desk-approve", "en", hasLightAndDark: Effort.IsLong));
        Assert.Contains("is_proposer", await desk.SignInVainAsync());
        await desk.Person.ScreenshotAsync("desk-refused");
        await desk.PutAwayAsync();
        await desk.SitDownAsync("ben");
        await desk.Page.GetByTestId("approve").ClickAsync();
        await desk.SignAsync("Your approval is kept");
        await desk.Page.GetByTestId("approve").ClickAsync();
        Assert.Contains("same_person", await desk.SignInVainAsync());
        await desk.PutAwayAsync();
        await desk.ApproveAsync("dee", "fay");
        await desk.SeesOrderAsync("standing");
        await Assertions.Expect(desk.Page.GetByTestId("rate")).ToContainTextAsync("Of 1 proposal so far, 1 was authorised.");
        Assert.Empty(await Review.OfAsync(desk.Person, "desk-in", "en", hasLightAndDark: true));
    }

    /// <summary>In another tab: everybody can read them, without any key.</summary>
    private static async Task AssertRefusalsInLogAsync(OwnHouse office, StaffDesk desk)
    {
        var page = await desk.Page.Context.NewPageAsync();
        await page.GotoAsync(office.Url + "/transparency");
        await page.GetByTestId("log-type").SelectOptionAsync("action.refused");
        foreach (var reason in new[] { "evidence_too_weak", "is_proposer", "same_person" })
        {
            await page.GetByTestId("log-search").FillAsync(reason);
            await Assertions.Expect(page.GetByText("An attempt of staff was refused")).ToHaveCountAsync(1);
        }
        await page.CloseAsync();
    }

    /// <summary>One is enough to give back, at once.</summary>
    private static async Task GiveBackAsync(StaffDesk desk)
    {
        await desk.SitDownAsync("hal");
        await desk.Page.GetByTestId("reverse").ClickAsync();
        await desk.SignAsync("it is given back");
        await desk.SeesOrderAsync("over");
    }

    /// <summary>An approach that nobody wrote a letter for: one form, one signature.</summary>
    private static async Task RecordAsync(StaffDesk desk)
    {
        await desk.Page.GetByTestId("record").ClickAsync();
        await desk.Page.GetByTestId("record-country").SelectOptionAsync("DE");
        // The page's clock is the server's, which went on: what it suggests is now.
        await desk.Page.GetByTestId("record-sign").ClickAsync();
        await Assertions.Expect(desk.Page.GetByTestId("desk-news")).ToContainTextAsync("Recorded in the public log");
        await Assertions.Expect(desk.Page.GetByTestId("request")).ToContainTextAsync("Informal approach · A government: Germany (DE)");
    }

    private static async Task SuspendAndGiveBackAsync(StaffDesk desk, Person ada, string account)
    {
        await desk.SitDownAsync("ann");
        await desk.BeginAsync("account.suspend", account);
        await desk.GiveReasonsAsync();
        await desk.ProposeAsync();
        await desk.ApproveAsync("ben", "dee");
        await desk.SeesOrderAsync("acted");
        await ada.Page.ReloadAsync();
        await Assertions.Expect(ada.Page.Locator("#suspended")).ToBeVisibleAsync();

        // An appeal: whoever had a part in the order cannot decide it, anybody else can give back.
        await ada.Page.EvaluateAsync(Appeal, "It was a rehearsal of a play.");
        await desk.Page.GetByTestId("refresh").ClickAsync();
        await Assertions.Expect(desk.Page.GetByTestId("appeal")).ToHaveTextAsync("It was a rehearsal of a play.");
        await desk.Page.GetByTestId("overturn").ClickAsync();
        Assert.Equal(["on_order"], (await desk.SignInVainAsync()).Where(reason => reason == "on_order"));
        await desk.PutAwayAsync();
        await desk.SitDownAsync("hal");
        await desk.Page.GetByTestId("overturn").ClickAsync();
        await desk.SignAsync("it is given back");
        await desk.SeesOrderAsync("over");
        await Assertions.Expect(desk.Page.GetByTestId("rate")).ToContainTextAsync("Of 1 appeal, 1 overturned an order.");
        await ada.Page.ReloadAsync();
        await ada.InStateAsync("account-in");
        await Assertions.Expect(ada.Page.Locator("#suspended")).ToHaveCountAsync(0);
    }

    private static async Task DiscloseAsync(StaffDesk desk, string account)
    {
        await desk.SitDownAsync("ann");
        await desk.BeginAsync("data.disclose", account);
        await desk.Page.GetByTestId("propose-recipient").FillAsync("District Court");
        await desk.Page.GetByTestId("propose-key").FillAsync(Convert.ToBase64String([9, .. new byte[31]]));
        await desk.Page.GetByTestId("propose-classes").GetByText("the account itself").ClickAsync();
        await desk.ProposeAsync();
        await desk.ApproveAsync("ben", "cho", "dee");
        await desk.Page.SetViewportSizeAsync(360, 740);
        await desk.Person.ScreenshotAsync("desk-disclose-phone-en");
        var download = await desk.Page.RunAndWaitForDownloadAsync(() => desk.Page.GetByTestId("disclose").First.ClickAsync());
        Assert.True(new FileInfo(await download.PathAsync()).Length > 48);
        await Assertions.Expect(desk.Page.GetByTestId("desk-news")).ToContainTextAsync("The sealed file is saved");
        await desk.SeesOrderAsync("acted");
        await Assertions.Expect(desk.Page.GetByTestId("disclose")).ToHaveCountAsync(0);
    }
}
