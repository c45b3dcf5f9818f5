// SPDX-License-Identifier: Apache-2.0
using Vigil.EndToEnd.Stage;

namespace Vigil.EndToEnd;

/// <summary>Every page outside a meeting, at every size, in both languages, light and dark: nothing that shuts anybody out.</summary>
public sealed class PagesTests(Browsers browsers, PagesTests.Building building) : IClassFixture<PagesTests.Building>
{
    /// <summary>One server for all of them: no page changes anything in it.</summary>
    public sealed class Building : IAsyncLifetime
    {
        internal ServerProcess Server { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Server = await ServerProcess.StartAsync();

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }

    private static readonly Dictionary<string, Func<Person, string, Task>> Pages = new()
    {
        ["start"] = async (person, server) =>
        {
            await person.Page.GotoAsync(server);
            await person.Page.GetByTestId("new-meeting").WaitForAsync();
        },
        ["pre-join"] = async (person, server) =>
        {
            await person.CreateMeetingAsync(server, "Planning");
            await person.WaitForCameraAsync();
        },
        ["waiting"] = async (person, server) =>
        {
            var link = await person.CreateMeetingAsync(server);
            // As a guest: this browser forgets that it is the host's.
            await person.Page.EvaluateAsync("async () => { for (const { name } of await indexedDB.databases()) { await new Promise((done) => { indexedDB.deleteDatabase(name).onsuccess = done }) } }");
            await person.OpenAsync(link);
            await person.PressJoinAsync();
            await person.InStateAsync("waiting");
        },
        ["schedule"] = async (person, server) =>
        {
            await person.Page.GotoAsync(server);
            await person.Page.GetByTestId("plan-meeting").ClickAsync();
            await person.Page.GetByTestId("plan-every").SelectOptionAsync("weekly");
        },
        ["scheduled"] = PlanAsync,
        ["upcoming"] = async (person, server) =>
        {
            await PlanAsync(person, server);
            await person.Page.GetByTestId("planned-done").ClickAsync();
            await person.Page.GetByTestId("upcoming").Locator("summary").ClickAsync();
        },
        ["left"] = async (person, server) =>
        {
            await person.JoinAsync(await person.CreateMeetingAsync(server));
            await person.Page.GetByTestId("leave").ClickAsync();
            await person.InStateAsync("left");
        },
        ["meeting-not-found"] = (person, server) => OpenAsync(person, $"{server}/m/{new string('a', 26)}#AAAAAAAAAAAAAAAAAAAAAA", "meeting-not-found"),
        ["no-secret"] = (person, server) => OpenAsync(person, $"{server}/m/{new string('a', 26)}", "no-secret"),
        ["transparency"] = (person, server) => OpenAsync(person, server + "/transparency", "log-verified"),
    };

    public static TheoryData<string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var page in Pages.Keys) { rows.Add(page, "en"); if (Effort.IsLong) { rows.Add(page, "zh-CN"); } }
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Axe_finds_nothing_serious(string page, string language)
    {
        await using var person = await Person.SitDownAsync(browsers.Plain, "Ada", language: language);
        await Pages[page](person, building.Server.Url);
        Assert.Empty(await Review.OfAsync(person, page, language, hasLightAndDark: true));
    }

    private static async Task PlanAsync(Person person, string server)
    {
        await person.Page.GotoAsync(server);
        await person.Page.GetByTestId("meeting-title").FillAsync("Planning");
        await person.Page.GetByTestId("plan-meeting").ClickAsync();
        await person.Page.GetByTestId("plan-agenda").FillAsync("What comes first\nWho does it");
        await person.Page.GetByTestId("plan-submit").ClickAsync();
        await person.Page.GetByTestId("planned").WaitForAsync();
    }

    private static async Task OpenAsync(Person person, string address, string state)
    {
        await person.Page.GotoAsync(address);
        await person.InStateAsync(state);
    }
}
