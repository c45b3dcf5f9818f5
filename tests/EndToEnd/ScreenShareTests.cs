// SPDX-License-Identifier: Apache-2.0
using Microsoft.Playwright;
using Vigil.EndToEnd.Stage;

namespace Vigil.EndToEnd;

/// <summary>Screens with their sound, several at once, encrypted as everything is.</summary>
[Collection(nameof(OneMeeting))]
public sealed class ScreenShareTests(Browsers browsers)
{
    /// <summary>So that a test can end them as the browser's own bar does.</summary>
    private const string KeepSharedTracks = """
        (() => {
          const tracks = []
          Object.defineProperty(window, 'sharedTracks', { value: tracks })
          const share = MediaDevices.prototype.getDisplayMedia
          MediaDevices.prototype.getDisplayMedia = async function (options) { const stream = await share.call(this, options); tracks.push(...stream.getTracks()); return stream }
        })()
        """;

    [Fact]
    public async Task Two_share_at_once_and_a_third_sees_and_hears_both()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await Person.SitDownAsync(browsers.Plain, "Ada");
        await using var ben = await Person.SitDownAsync(browsers.Plain, "Ben");
        await using var chi = await Person.SitDownAsync(browsers.WithFiles, "Chi");
        await ben.Page.AddInitScriptAsync(KeepSharedTracks);
        var link = await ada.CreateMeetingAsync(server.Url, "Figures");
        foreach (var person in new[] { ada, ben, chi }) { await person.JoinAsync(link); }
        await chi.SeesAsync("Ada", "Ben");

        await ada.Page.GetByTestId("share").ClickAsync();
        await ada.Page.GetByTestId("own-share").WaitForAsync();
        await SeesScreenOfAsync(chi, "Ada");
        // Our own share is a note, no picture of itself.
        await Assertions.Expect(ada.Page.GetByTestId("screen-tile")).ToHaveCountAsync(0);
        await ben.Page.GetByTestId("share").ClickAsync();
        await SeesScreenOfAsync(chi, "Ben");
        await SeesScreenOfAsync(ada, "Ben");
        await chi.ScreenshotAsync("two-shares");
        await ada.ScreenshotAsync("own-share");

        // Not a thumbnail, even at the start; and its sound comes along.
        var screen = ScreenOf(chi, "Ada").Locator("video");
        Assert.True(await screen.EvaluateAsync<int>("video => video.videoWidth") >= 960, "the share starts too small to read");
        await chi.Page.WaitForFunctionAsync("() => document.querySelectorAll('audio').length === 4");
        var (_, lit) = await Pixels.SampleAsync(screen);
        Assert.True(lit > 0.2, $"the share is dark: {lit:P0} is lit");

        await ada.Page.GetByTestId("stop-share").ClickAsync();
        await Assertions.Expect(ScreenOf(chi, "Ada")).ToHaveCountAsync(0);
        await Assertions.Expect(ScreenOf(chi, "Ben")).ToHaveCountAsync(1);

        // Stopped in the browser's own bar, which the page only hears of.
        await ben.Page.EvaluateAsync("() => window.sharedTracks.forEach((track) => { track.stop(); track.dispatchEvent(new Event('ended')) })");
        await Assertions.Expect(chi.Page.GetByTestId("screen-tile")).ToHaveCountAsync(0);
        await Assertions.Expect(ben.Page.GetByTestId("own-share")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Who_comes_late_sees_the_share_and_a_second_share_of_the_same_person_follows_the_first()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await Person.SitDownAsync(browsers.Plain, "Ada");
        await using var ben = await Person.SitDownAsync(browsers.Plain, "Ben", screen: new() { Width = 360, Height = 740 });
        var link = await ada.CreateMeetingAsync(server.Url, "Late");
        await ada.JoinAsync(link);
        await ada.Page.GetByTestId("share").ClickAsync();
        await ada.Page.GetByTestId("own-share").WaitForAsync();
        await ben.JoinAsync(link);
        await SeesScreenOfAsync(ben, "Ada");
        await ben.ScreenshotAsync("phone-share");
        await ada.Page.GetByTestId("share-motion").CheckAsync();

        await ada.Page.GetByTestId("share").ClickAsync();
        await Assertions.Expect(ben.Page.GetByTestId("screen-tile")).ToHaveCountAsync(0);
        await ada.Page.GetByTestId("share").ClickAsync();
        await SeesScreenOfAsync(ben, "Ada");
    }

    [Fact]
    public async Task Where_a_browser_cannot_share_the_menu_says_so_and_there_is_no_button()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await Person.SitDownAsync(browsers.Plain, "Ada");
        await ada.Page.AddInitScriptAsync("delete MediaDevices.prototype.getDisplayMedia; delete window.documentPictureInPicture");
        var link = await ada.CreateMeetingAsync(server.Url, "Phone");
        await ada.JoinAsync(link);
        await Assertions.Expect(ada.Page.GetByTestId("share")).ToHaveCountAsync(0);
        await ada.Page.GetByTestId("more").ClickAsync();
        await Assertions.Expect(ada.Page.GetByTestId("menu-share")).ToContainTextAsync("cannot share");
        await Assertions.Expect(ada.Page.GetByTestId("menu-picture-in-picture")).ToContainTextAsync("no such window");
        await ada.ScreenshotAsync("more-without-share");
    }

    private static ILocator ScreenOf(Person viewer, string name) => viewer.Page.GetByTestId("screen-tile").Filter(new() { HasText = name });

    private static async Task SeesScreenOfAsync(Person viewer, string name)
    {
        var video = ScreenOf(viewer, name).Locator("video");
        await video.WaitForAsync();
        await viewer.Page.WaitForFunctionAsync("video => video.videoWidth > 0", await video.ElementHandleAsync());
    }
}
