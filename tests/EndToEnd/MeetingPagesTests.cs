// SPDX-License-Identifier: Apache-2.0
using Vigil.EndToEnd.Stage;

namespace Vigil.EndToEnd;

/// <summary>Every state of a meeting's page, at every size and in both languages. One meeting of two: Ada reads English, Ben Chinese.</summary>
[Collection(nameof(OneMeeting))]
public sealed class MeetingPagesTests(Browsers browsers, MeetingPagesTests.Meeting meeting) : IClassFixture<MeetingPagesTests.Meeting>
{
    /// <summary>Begun by the first row, and the same for all: each opens its state and closes it again.</summary>
    public sealed class Meeting : IAsyncDisposable
    {
        private ServerProcess? server;

        internal Person Ada { get; private set; } = null!;

        internal Person Ben { get; private set; } = null!;

        internal string Link { get; private set; } = "";

        internal async Task BeginAsync(Browsers browsers)
        {
            if (server is not null) { return; }
            server = await ServerProcess.StartAsync();
            Ada = await Person.SitDownAsync(browsers.Plain, "Ada", language: "en");
            Ben = await Person.SitDownAsync(browsers.Plain, "Ben", language: "zh-CN");
            Link = await Ada.CreateMeetingAsync(server.Url, "Planning");
            await Ada.JoinAsync(Link);
            await Ben.JoinAsync(Link);
            await Ada.SeesPictureOfAsync("Ben");
            await Ada.ChooseAsync("Ben", "make-cohost");
            await Ben.HasRoleAsync("Ben", "cohost");
            foreach (var person in new[] { Ada, Ben }) { await person.Page.Keyboard.PressAsync("Escape"); }
        }

        public async ValueTask DisposeAsync()
        {
            if (server is null) { return; }
            await Ada.DisposeAsync();
            await Ben.DisposeAsync();
            await server.DisposeAsync();
        }
    }

    private static readonly Dictionary<string, Func<Person, Task>> States = new()
    {
        ["meeting"] = _ => Task.CompletedTask,
        ["people"] = person => person.OpenPeopleAsync(),
        ["person-menu"] = async person =>
        {
            await person.OpenPeopleAsync();
            await person.Page.GetByTestId("person-menu").First.ClickAsync();
        },
        ["chat"] = async person =>
        {
            await person.SayAsync($"https://example.org is where {person.Name} reads.");
            await person.MessageOf(person.Name).First.WaitForAsync();
        },
        ["more"] = person => person.Page.GetByTestId("more").ClickAsync(),
        ["shortcuts"] = async person =>
        {
            await ChooseAsync(person, "shortcuts");
            await person.Page.GetByTestId("shortcuts").WaitForAsync();
        },
        ["tile-menu"] = async person =>
        {
            await person.OtherTiles.First.HoverAsync();
            await person.OtherTiles.First.GetByTestId("tile-menu").ClickAsync();
        },
        ["links"] = async person =>
        {
            await person.OpenPeopleAsync();
            await person.Page.GetByTestId("open-links").ClickAsync();
            await person.Page.GetByTestId("links").WaitForAsync();
        },
    };

    /// <summary>How the stage looks is seen in every run (LayoutTests); axe looks at it in the long ones.</summary>
    private static readonly Dictionary<string, Func<Person, Task>> Layouts = new()
    {
        ["grid"] = person => ChooseAsync(person, "layout-grid"),
        ["speaker"] = person => ChooseAsync(person, "layout-speaker"),
        ["audio-only"] = person => ChooseAsync(person, "layout-audio"),
        ["presentation"] = async person =>
        {
            await ChooseAsync(person, "layout-auto");
            await person.OtherTiles.First.HoverAsync();
            await person.OtherTiles.First.GetByTestId("tile-menu").ClickAsync();
            await person.Page.GetByTestId("menu-pin").ClickAsync();
        },
    };

    public static TheoryData<string> Names => [.. States.Keys];

    private static async Task ChooseAsync(Person person, string item)
    {
        await person.Page.GetByTestId("more").ClickAsync();
        await person.Page.GetByTestId($"menu-{item}").ClickAsync();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public Task Axe_finds_nothing_serious(string state) => ReviewAsync(state, States[state]);

    [Fact]
    public async Task Nor_in_any_layout()
    {
        Effort.NeedsLong();
        foreach (var (name, choose) in Layouts) { await ReviewAsync($"layout-{name}", choose); }
    }

    [Fact]
    public async Task Nor_while_a_screen_is_shared_on_either_side()
    {
        await meeting.BeginAsync(browsers);
        await meeting.Ada.Page.GetByTestId("share").ClickAsync();
        await meeting.Ben.Page.Locator("[data-testid=screen-tile] video").WaitForAsync();
        var findings = await Review.OfAsync(meeting.Ada, "meeting-own-share", "en", hasLightAndDark: false);
        Assert.Empty(findings.Concat(await Review.OfAsync(meeting.Ben, "meeting-share", "zh-CN", hasLightAndDark: false)));
        await meeting.Ada.Page.GetByTestId("stop-share").ClickAsync();
    }

    [Fact]
    public async Task Nor_on_either_side_of_the_door()
    {
        await meeting.BeginAsync(browsers);
        await using var chi = await Person.SitDownAsync(browsers.Plain, "Chi", language: Effort.IsLong ? "zh-CN" : "en");
        await meeting.Ada.Page.SetViewportSizeAsync(1280, 720);
        await meeting.Ada.SetAsync("setting-lobby");
        await meeting.Ada.Page.Keyboard.PressAsync("Escape");
        await chi.AskToJoinAsync(meeting.Link);
        await meeting.Ada.Page.GetByTestId("knock").WaitForAsync();
        var findings = await Review.OfAsync(meeting.Ada, "lobby-host", "en", hasLightAndDark: false);
        findings = [.. findings, .. await Review.OfAsync(chi, "lobby-guest", Effort.IsLong ? "zh-CN" : "en", hasLightAndDark: false)];
        await meeting.Ada.Page.SetViewportSizeAsync(1280, 720);
        await meeting.Ada.OpenPeopleAsync();
        findings = [.. findings, .. await Review.OfAsync(meeting.Ada, "lobby-queue", "en", hasLightAndDark: false)];
        await meeting.Ada.Page.SetViewportSizeAsync(1280, 720);
        await meeting.Ada.SetAsync("setting-lobby", on: false);
        await meeting.Ada.Page.Keyboard.PressAsync("Escape");
        Assert.Empty(findings);
    }

    private async Task ReviewAsync(string state, Func<Person, Task> open)
    {
        await meeting.BeginAsync(browsers);
        var findings = new List<string>();
        foreach (var (person, language) in new[] { (meeting.Ada, "en"), (meeting.Ben, "zh-CN") })
        {
            if (language != "en" && !Effort.IsLong) { continue; }
            // Making links is for whoever holds the host key.
            if (state == "links" && person != meeting.Ada) { continue; }
            await person.Page.SetViewportSizeAsync(1280, 720);
            await open(person);
            findings.AddRange(await Review.OfAsync(person, $"meeting-{state}", language, hasLightAndDark: false));
            await person.Page.SetViewportSizeAsync(1280, 720);
            foreach (var _ in Enumerable.Range(0, 2)) { await person.Page.Keyboard.PressAsync("Escape"); }
        }
        Assert.Empty(findings);
    }
}
