// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Microsoft.Playwright;
using Vigil.EndToEnd.Stage;

namespace Vigil.EndToEnd;

/// <summary>What people in a meeting see of staff: an order that several signed is announced, checked by their own browsers, and can be appealed; everything else is a cut.</summary>
[Collection(nameof(OneMeeting))]
public sealed class OrderTests(Browsers browsers)
{
    [Fact]
    public async Task People_see_and_check_the_order_that_ends_their_meeting_and_it_comes_back()
    {
        await using var office = await DeskServer.StartAsync();
        await using var desk = await StaffDesk.OpenAsync(office, browsers.Plain);
        await using var ada = await Person.SitDownAsync(browsers.Plain, "Ada");
        await using var ben = await Person.SitDownAsync(browsers.Plain, "Ben");
        var link = await ada.CreateMeetingAsync(office.Url);
        await ada.JoinAsync(link);
        await ben.JoinAsync(link);

        await ada.SayAsync("I will find you.");
        await ben.ReportAsync("I will find you.");
        await OrderEndAsync(desk, link, office.NewestReport);
        await AnnouncedAsync(ada, ben);
        foreach (var person in new[] { ada, ben }) { await person.PassAsync(DeskServer.Notice); }
        office.Jump(DeskServer.Notice);
        await EndedAsync(ada, ben);
        await AppealAsync(ada);

        // One of the staff gives back what three had taken.
        await desk.SitDownAsync("hal");
        await desk.Page.GetByTestId("reverse").First.ClickAsync();
        await desk.SignAsync("it is given back");
        await ada.OpenAsync(link);
        await ada.PressJoinAsync();
        await ada.InMeetingAsync();
        await BreakTheGlassAsync(desk, ada, link);
    }

    [Theory]
    [InlineData(4411)]
    [InlineData(4410)]
    [InlineData(4451)]
    public async Task A_server_that_ends_a_meeting_by_its_own_word_is_seen_to(int code)
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await Person.SitDownAsync(browsers.Plain, "Ada");
        var route = await SignallingRoute.PlaceAsync(ada);
        await ada.JoinAsync(await ada.CreateMeetingAsync(server.Url));
        await route.EndAsync(code);
        await ada.InStateAsync("cut");
        await Assertions.Expect(ada.Page.Locator("h1")).ToHaveTextAsync("The meeting was cut off");
    }

    [Fact]
    public async Task An_order_that_is_in_no_log_ends_nothing()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await Person.SitDownAsync(browsers.Plain, "Ada");
        var route = await SignallingRoute.PlaceAsync(ada);
        await ada.JoinAsync(await ada.CreateMeetingAsync(server.Url));
        // Entries that are there, and are no order.
        var order = JsonSerializer.SerializeToElement(new
        {
            order = "01KB00000000000000000000ZZ",
            action = "meeting.end",
            indexes = new { roster = 0, policy = 0, proposal = 1, order = 1, request = (int?)null, notice = 2, act = 2, over = (int?)null },
        });
        route.MakeUp("order", new Dictionary<string, object> { ["what"] = "notice", ["order"] = order, ["salt"] = Convert.ToBase64String(new byte[32]), ["earliest"] = "2026-11-22T10:00:00Z" });
        await Assertions.Expect(ada.Page.GetByTestId("order-banner")).ToHaveAttributeAsync("data-state", "untrue");
        await ada.ScreenshotAsync("order-untrue");
        route.MakeUp("order", new Dictionary<string, object> { ["what"] = "end", ["order"] = order, ["salt"] = Convert.ToBase64String(new byte[32]), ["earliest"] = "2026-11-22T10:00:00Z" });
        await route.EndAsync(4451);
        await ada.InStateAsync("cut");
        await Assertions.Expect(ada.Page.GetByTestId("cut-reasons")).ToContainTextAsync("staff");
        Assert.Empty(await Review.OfAsync(ada, "cut", "en", hasLightAndDark: Effort.IsLong));
        var evidence = await ada.Page.RunAndWaitForDownloadAsync(() => ada.Page.GetByTestId("save-cut").ClickAsync());
        Assert.Contains("01KB00000000000000000000ZZ", await File.ReadAllTextAsync(await evidence.PathAsync()), StringComparison.Ordinal);
    }

    private static async Task OrderEndAsync(StaffDesk desk, string link, string evidence)
    {
        await desk.SitDownAsync("ann");
        await desk.BeginAsync("meeting.end", link, "tos:violence", evidence);
        await desk.GiveReasonsAsync();
        await desk.Page.GetByTestId("evidence-grade").SelectOptionAsync("E1");
        await desk.ProposeAsync();
        await desk.ApproveAsync("ben", "dee", "fay");
    }

    private static async Task AnnouncedAsync(Person host, Person guest)
    {
        foreach (var person in new[] { host, guest })
        {
            await Assertions.Expect(person.Page.GetByTestId("order-banner")).ToHaveAttributeAsync("data-state", "coming");
        }
        // Only who holds the host key is told the way to the notice.
        await Assertions.Expect(host.Page.GetByTestId("open-notice")).ToBeVisibleAsync();
        await Assertions.Expect(guest.Page.GetByTestId("open-notice")).ToHaveCountAsync(0);
        await host.Page.GetByText("Who, and why").ClickAsync();
        await Assertions.Expect(host.Page.GetByTestId("order-facts")).ToContainTextAsync("dee");
        await host.ScreenshotAsync("order-announced");
    }

    private static async Task EndedAsync(Person host, Person guest)
    {
        foreach (var person in new[] { host, guest })
        {
            await person.InStateAsync("order");
            foreach (var approver in new[] { "ben", "dee", "fay" }) { await Assertions.Expect(person.Page.GetByTestId("order-facts")).ToContainTextAsync(approver); }
        }
        await Assertions.Expect(guest.Page.GetByTestId("open-notice")).ToHaveCountAsync(0);
        Assert.Empty(await Review.OfAsync(host, "order", "en", hasLightAndDark: Effort.IsLong));
    }

    private static async Task AppealAsync(Person host)
    {
        await host.Page.GetByTestId("open-notice").ClickAsync();
        await host.InStateAsync("notice-here");
        await Assertions.Expect(host.Page.GetByTestId("notice-true")).ToBeVisibleAsync();
        await Assertions.Expect(host.Page.GetByTestId("notice-facts")).ToContainTextAsync("threatened with a knife");
        Assert.Empty(await Review.OfAsync(host, "notice", "en", hasLightAndDark: Effort.IsLong));
        // Other reasons than those that were put down when it was decided.
        await host.Page.RouteAsync("**/api/notice", async route =>
        {
            var answer = await route.FetchAsync();
            await route.FulfillAsync(new() { Response = answer, Body = (await answer.TextAsync()).Replace("knife", "spoon", StringComparison.Ordinal) });
        });
        await host.Page.ReloadAsync();
        await Assertions.Expect(host.Page.GetByTestId("notice-untrue")).ToBeVisibleAsync();
        await Assertions.Expect(host.Page.GetByTestId("notice-true")).ToHaveCountAsync(0);
        await host.Page.UnrouteAsync("**/api/notice");
        await host.Page.ReloadAsync();
        await Assertions.Expect(host.Page.GetByTestId("notice-true")).ToBeVisibleAsync();
        await host.Page.GetByTestId("appeal-text").FillAsync("It was a kitchen knife, and a cooking class.");
        await host.Page.GetByTestId("appeal-send").ClickAsync();
        await Assertions.Expect(host.Page.GetByTestId("appeal-state")).ToHaveAttributeAsync("data-state", "open");
        await host.ScreenshotAsync("notice-appealed");
    }

    /// <summary>Two people are quick, and what they do is no order: nobody takes it for one.</summary>
    private static async Task BreakTheGlassAsync(StaffDesk desk, Person host, string link)
    {
        await desk.SitDownAsync("ann");
        await desk.BeginAsync("breakglass.meeting", link);
        await desk.GiveReasonsAsync();
        await desk.ProposeAsync();
        await desk.ApproveAsync("ben", "dee");
        await host.InStateAsync("cut");
        await Assertions.Expect(host.Page.GetByTestId("cut-reasons")).ToContainTextAsync("broke the glass");
        await host.ScreenshotAsync("order-breakglass");
    }
}
