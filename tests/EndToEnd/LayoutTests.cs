// SPDX-License-Identifier: Apache-2.0
using Microsoft.Playwright;
using Vigil.EndToEnd.Stage;

namespace Vigil.EndToEnd;

/// <summary>Each layout at each size, looked at, and what is not on the screen is not received.</summary>
[Collection(nameof(OneMeeting))]
public sealed class LayoutTests(Browsers browsers)
{
    private static readonly ViewportSize Phone = new() { Width = 360, Height = 740 };
    private static readonly (string Name, ViewportSize Size)[] Sizes =
        [("phone", Phone), ("laptop", new() { Width = 1280, Height = 720 }), ("desktop", new() { Width = 1920, Height = 1080 })];

    [Fact]
    public async Task Layouts_pages_and_pins_are_chosen_by_keyboard_and_remembered()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var crowd = await browsers.LaunchAsync();
        await using var ada = await Person.SitDownAsync(browsers.WithFiles, "Ada", screen: Phone);
        var link = await ada.CreateMeetingAsync(server.Url, "Choir");
        await ada.JoinAsync(link);
        await using var bots = await Bots.OpenAsync(crowd, server.Url);
        await bots.JoinAsync(link, 10);
        await InLayoutAsync(ada, "grid");

        // A phone shows them on pages, and the keys turn these.
        await Assertions.Expect(ada.Page.GetByTestId("page")).ToHaveTextAsync("1 / 2");
        await ada.Page.Keyboard.PressAsync("PageDown");
        await Assertions.Expect(ada.Page.GetByTestId("page")).ToHaveTextAsync("2 / 2");
        await ada.Page.Keyboard.PressAsync("PageUp");

        await ChooseByKeyboardAsync(ada, "Speaker");
        await InLayoutAsync(ada, "speaker");
        await LookAsync(ada, "speaker");

        await ada.Page.SetViewportSizeAsync(1280, 720);
        await ChooseByKeyboardAsync(ada, "Automatic");
        await InLayoutAsync(ada, "grid");
        await LookAsync(ada, "grid");

        var third = ada.OtherTiles.Filter(new() { HasText = "Bot 3" });
        await third.HoverAsync();
        await third.GetByTestId("tile-menu").ClickAsync();
        await ada.Page.GetByTestId("menu-pin").ClickAsync();
        await InLayoutAsync(ada, "presentation");
        await LookAsync(ada, "pinned");

        await ChooseByKeyboardAsync(ada, "Audio only");
        await InLayoutAsync(ada, "audio");
        await Assertions.Expect(ada.Page.GetByTestId("audio-person")).ToHaveCountAsync(11);
        await LookAsync(ada, "audio-only");
        await StopsReceivingPicturesAsync(ada);

        await ada.Page.ReloadAsync();
        await ada.JoinAsync(link);
        await InLayoutAsync(ada, "audio");
    }

    [Fact]
    public async Task Two_people_fill_the_stage_and_the_own_picture_goes_from_corner_to_corner()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await Person.SitDownAsync(browsers.WithFiles, "Ada");
        await using var ben = await Person.SitDownAsync(browsers.Plain, "Ben");
        var link = await ada.CreateMeetingAsync(server.Url, "Two");
        await ada.JoinAsync(link);
        await ben.JoinAsync(link);
        await ada.SeesPictureOfAsync("Ben");
        await InLayoutAsync(ada, "one-to-one");
        await LookAsync(ada, "one-to-one");

        var corner = ada.Page.Locator("li.corner");
        var before = await corner.BoundingBoxAsync();
        await corner.FocusAsync();
        await ada.Page.Keyboard.PressAsync("ArrowLeft");
        await ada.Page.WaitForFunctionAsync("x => document.querySelector('li.corner').getBoundingClientRect().x < x - 300", (double)before!.X);

        // It glides there; who takes hold of it on its way takes hold of nothing.
        await corner.EvaluateAsync("corner => Promise.all(corner.getAnimations().map((animation) => animation.finished))");
        var middle = await corner.BoundingBoxAsync();
        await ada.Page.Mouse.MoveAsync(middle!.X + 40, middle.Y + 40);
        await ada.Page.Mouse.DownAsync();
        await ada.Page.Mouse.MoveAsync(1200, 120, new() { Steps = 8 });
        await ada.Page.Mouse.UpAsync();
        await ada.Page.WaitForFunctionAsync("() => { const { x, y } = document.querySelector('li.corner').getBoundingClientRect(); return x > 900 && y < 200 }");

        await corner.HoverAsync();
        await corner.GetByTestId("tile-menu").ClickAsync();
        await ada.Page.GetByTestId("menu-hide-self").ClickAsync();
        await Assertions.Expect(ada.Tiles).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task The_small_window_shows_who_is_there_and_its_controls_work()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await Person.SitDownAsync(browsers.WithFiles, "Ada");
        await using var ben = await Person.SitDownAsync(browsers.Plain, "Ben");
        var link = await ada.CreateMeetingAsync(server.Url, "Small");
        await ada.JoinAsync(link);
        await ben.JoinAsync(link);
        await ada.SeesPictureOfAsync("Ben");
        await ada.Page.GetByTestId("more").ClickAsync();
        await ada.Page.GetByTestId("menu-picture-in-picture").ClickAsync();
        await ada.Page.WaitForFunctionAsync("() => window.documentPictureInPicture.window?.document.querySelector('video')?.videoWidth > 0");

        await ada.Page.EvaluateAsync("() => window.documentPictureInPicture.window.document.querySelector('[data-testid=toggle-microphone]').click()");
        await Assertions.Expect(ada.Page.GetByTestId("toggle-microphone")).ToHaveAttributeAsync("aria-pressed", "false");
        await ada.Page.EvaluateAsync("() => window.documentPictureInPicture.window.document.querySelector('.leave').click()");
        await ada.InStateAsync("left");
    }

    private static Task InLayoutAsync(Person person, string layout) => person.Page.Locator($"[data-testid=stage][data-layout='{layout}']").WaitForAsync();

    /// <summary>Opens "More" and goes to the line with the arrow keys alone.</summary>
    private static async Task ChooseByKeyboardAsync(Person person, string line)
    {
        var more = person.Page.GetByTestId("more");
        await more.FocusAsync();
        await person.Page.Keyboard.PressAsync("Enter");
        var choice = person.Page.GetByRole(AriaRole.Menuitemradio, new() { Name = line, Exact = true });
        await choice.WaitForAsync();
        for (var presses = 0; presses < 20 && !await choice.EvaluateAsync<bool>("element => element === document.activeElement"); presses++)
        {
            await person.Page.Keyboard.PressAsync("ArrowDown");
        }
        await person.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(more).ToBeFocusedAsync();
    }

    private static async Task LookAsync(Person person, string name)
    {
        var was = person.Page.ViewportSize!;
        foreach (var (sizeName, size) in Sizes)
        {
            await person.Page.SetViewportSizeAsync(size.Width, size.Height);
            await person.Page.WaitForFunctionAsync("() => document.querySelector('[data-testid=stage]').classList.contains('settled')");
            await person.ScreenshotAsync($"layout-{name}-{sizeName}");
            Assert.False(await person.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth"), "the page scrolls sideways");
        }
        await person.Page.SetViewportSizeAsync(was.Width, was.Height);
    }

    /// <summary>Between two looks, one second apart, no more video has come.</summary>
    private static async Task StopsReceivingPicturesAsync(Person person)
    {
        for (var looks = 0; ; looks++)
        {
            var before = await person.StatisticsAsync();
            await Task.Delay(TimeSpan.FromSeconds(1));
            var packets = (await person.StatisticsAsync()).Inbound.Where(track => track.Kind == "video").Sum(track => track.Packets);
            if (packets == before.Inbound.Where(track => track.Kind == "video").Sum(track => track.Packets)) { return; }
            Assert.True(looks < 10, "video still comes in");
        }
    }
}
