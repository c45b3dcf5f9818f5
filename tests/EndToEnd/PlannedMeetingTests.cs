// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Playwright;
using Vigil.EndToEnd.Stage;

namespace Vigil.EndToEnd;

/// <summary>A meeting that is yet to come: planned, put into a calendar, remembered by this browser alone, carried to another one.</summary>
public sealed class PlannedMeetingTests(Browsers browsers)
{
    private const string Agenda = "Soup; bread, salt\nWho brings what?";

    private static readonly DateOnly First = new(DateTime.UtcNow.Year + 1, 5, 4);
    private static readonly DateOnly Last = First.AddDays(28);

    [Fact]
    public async Task A_planned_meeting_is_in_the_calendar_in_the_own_list_and_at_the_guests()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await Person.SitDownAsync(browsers.Plain, "Ada");
        await using var ben = await Person.SitDownAsync(browsers.Plain, "Ben");
        var link = await PlanAsync(ada, server.Url);

        var calendar = await TextOfAsync(ada, () => ada.Page.GetByTestId("planned").GetByTestId("add-to-calendar").ClickAsync());
        AssertCalendar(calendar, link);
        await ada.Page.GetByTestId("planned-done").ClickAsync();

        // The list is the browser's own: it is there again after a reload.
        await ada.Page.ReloadAsync();
        var row = ada.Page.GetByTestId("upcoming-meeting");
        await Assertions.Expect(row).ToContainTextAsync("Harvest supper");
        await Assertions.Expect(row.GetByTestId("when")).ToContainTextAsync("May");
        await ada.Page.GetByTestId("upcoming").Locator("summary").ClickAsync();
        var exported = await TextOfAsync(ada, () => ada.Page.GetByTestId("export-upcoming").ClickAsync());
        AssertExport(exported, link);

        // A guest reads what it is about, and nothing of it came from the server in clear.
        await ben.OpenAsync(link);
        await Assertions.Expect(ben.Page.GetByTestId("meeting-name")).ToHaveTextAsync("Harvest supper");
        await Assertions.Expect(ben.Page.GetByTestId("agenda")).ToHaveTextAsync(Agenda);
        // And whoever brings the list along finds the meeting in another browser, without the powers of a host.
        await ben.Page.GotoAsync(server.Url);
        await ImportAsync(ben, exported);
        await Assertions.Expect(ben.Page.GetByTestId("upcoming-meeting")).ToContainTextAsync("Harvest supper");
        await ben.Page.GetByTestId("upcoming-join").ClickAsync();
        await ben.Page.GetByTestId("name").WaitForAsync();
        Assert.Equal(link, ben.Page.Url);

        await row.GetByTestId("upcoming-forget").ClickAsync();
        await row.GetByTestId("upcoming-forget-yes").ClickAsync();
        await Assertions.Expect(ada.Page.GetByTestId("upcoming")).ToHaveCountAsync(0);
    }

    private static async Task<string> PlanAsync(Person person, string server)
    {
        await person.Page.GotoAsync(server);
        await person.Page.GetByTestId("meeting-title").FillAsync("Harvest supper");
        await person.Page.GetByTestId("plan-meeting").ClickAsync();
        var dialog = person.Page.GetByTestId("plan-dialog");
        await Assertions.Expect(dialog.GetByTestId("plan-title")).ToHaveValueAsync("Harvest supper");
        await dialog.GetByTestId("plan-agenda").FillAsync(Agenda);
        await dialog.GetByTestId("plan-date").FillAsync(Day(First.AddYears(-3)));
        await dialog.GetByTestId("plan-submit").ClickAsync();
        await Assertions.Expect(dialog.GetByTestId("plan-problem")).ToBeVisibleAsync();
        await dialog.GetByTestId("plan-date").FillAsync(Day(First));
        await dialog.GetByTestId("plan-time").FillAsync("09:30");
        await dialog.GetByTestId("plan-length").SelectOptionAsync("45");
        await dialog.GetByTestId("plan-zone").SelectOptionAsync("Europe/Paris");
        await dialog.GetByTestId("plan-every").SelectOptionAsync("weekly");
        await dialog.GetByTestId("plan-until").FillAsync(Day(Last));
        await dialog.GetByTestId("plan-submit").ClickAsync();
        return await dialog.GetByTestId("planned-link").InnerTextAsync();
    }

    private static void AssertCalendar(string text, string link)
    {
        Assert.EndsWith("END:VCALENDAR\r\n", text, StringComparison.Ordinal);
        var lines = text.Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n");
        foreach (var line in new[]
        {
            "BEGIN:VTIMEZONE", "TZID:Europe/Paris", "SUMMARY:Harvest supper", $"URL:{link}", $"LOCATION:{link.Replace(";", "\\;", StringComparison.Ordinal)}",
            $"DTSTART;TZID=Europe/Paris:{First:yyyyMMdd}T093000", $"DTEND;TZID=Europe/Paris:{First:yyyyMMdd}T101500", $"RRULE:FREQ=WEEKLY;UNTIL={Last:yyyyMMdd}T215900Z",
        })
        {
            Assert.Contains(line, lines);
        }
        Assert.Contains(lines, line => line.StartsWith(@"DESCRIPTION:Soup\; bread\, salt\nWho brings what?\n\n", StringComparison.Ordinal) && line.Contains(link, StringComparison.Ordinal));
    }

    private static void AssertExport(string text, string link)
    {
        var meeting = Assert.Single(JsonDocument.Parse(text).RootElement.GetProperty("meetings").EnumerateArray());
        Assert.Equal(link, meeting.GetProperty("link").GetString());
        Assert.False(meeting.TryGetProperty("hostLink", out _));
        var details = meeting.GetProperty("details");
        Assert.Equal(("Harvest supper", Agenda, "weekly"), (details.GetProperty("title").GetString(), details.GetProperty("agenda").GetString(), details.GetProperty("repeat").GetString()));
        // Paris is two hours before UTC in May.
        Assert.Equal(new DateTimeOffset(First, new(9, 30), TimeSpan.FromHours(2)).ToUnixTimeSeconds(), details.GetProperty("start").GetInt64());
    }

    private static async Task ImportAsync(Person person, string file)
    {
        await person.Page.GetByTestId("bring-upcoming").Locator("summary").ClickAsync();
        await person.Page.GetByTestId("import-upcoming").SetInputFilesAsync(new FilePayload { Name = "vigil-meetings.json", MimeType = "application/json", Buffer = Encoding.UTF8.GetBytes(file) });
    }

    private static async Task<string> TextOfAsync(Person person, Func<Task> save)
    {
        var download = await person.Page.RunAndWaitForDownloadAsync(save);
        return await File.ReadAllTextAsync(await download.PathAsync());
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
