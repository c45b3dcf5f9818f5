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

        internal async Task BeginAsync(Browsers browsers)
        {
            if (server is not null) { return; }
            server = await ServerProcess.StartAsync();
            Ada = await Person.SitDownAsync(browsers.Plain, "Ada", language: "en");
            Ben = await Person.SitDownAsync(browsers.Plain, "Ben", language: "zh-CN");
            var link = await Ada.CreateMeetingAsync(server.Url, "Planning");
            await Ada.JoinAsync(link);
            await Ben.JoinAsync(link);
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
        ["links"] = async person =>
        {
            await person.OpenPeopleAsync();
            await person.Page.GetByTestId("open-links").ClickAsync();
            await person.Page.GetByTestId("links").WaitForAsync();
        },
    };

    public static TheoryData<string> Names => [.. States.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Axe_finds_nothing_serious(string state)
    {
        await meeting.BeginAsync(browsers);
        var findings = new List<string>();
        foreach (var (person, language) in new[] { (meeting.Ada, "en"), (meeting.Ben, "zh-CN") })
        {
            if (language != "en" && !Effort.IsLong) { continue; }
            // Making links is for whoever holds the host key.
            if (state == "links" && person != meeting.Ada) { continue; }
            await person.Page.SetViewportSizeAsync(1280, 720);
            await States[state](person);
            findings.AddRange(await Review.OfAsync(person, $"meeting-{state}", language, hasLightAndDark: false));
            await person.Page.SetViewportSizeAsync(1280, 720);
            foreach (var _ in Enumerable.Range(0, 2)) { await person.Page.Keyboard.PressAsync("Escape"); }
        }
        Assert.Empty(findings);
    }
}
