// SPDX-License-Identifier: Apache-2.0
using Microsoft.Playwright;
using Vigil.EndToEnd.Stage;
using Vigil.EndToEnd.Stage.Firefox;

namespace Vigil.EndToEnd;

/// <summary>Two engines, two SDP dialects, two implementations of every codec: they meet all the same.</summary>
[Collection(nameof(Alone))]
public sealed class FirefoxTests(Browsers browsers, FirefoxBrowser firefox) : IClassFixture<FirefoxBrowser>
{
    private static readonly TimeSpan Watching = TimeSpan.FromSeconds(4);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Firefox_and_Chromium_see_and_hear_each_other_whoever_began(bool firefoxBegins)
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await Person.SitDownAsync(browsers.WithFiles, "Ada");
        await using var ben = await FirefoxPerson.SitDownAsync(firefox, "Ben");

        var link = firefoxBegins ? await ben.CreateMeetingAsync(server.Url) : await ada.CreateMeetingAsync(server.Url);
        if (firefoxBegins) { await ben.JoinAsync(link); }
        await ada.JoinAsync(link);
        if (!firefoxBegins) { await ben.JoinAsync(link); }

        await ada.SeesPictureOfAsync("Ben");
        await ben.SeesPictureOfAsync("Ada");
        await ben.ScreenshotAsync($"firefox-{(firefoxBegins ? "host" : "guest")}");
        var before = (await ada.StatisticsAsync(), await ben.StatisticsAsync());
        await Task.Delay(Watching);
        AssertMediaFlows("Ada in Chromium", before.Item1, await ada.StatisticsAsync());
        AssertMediaFlows("Ben in Firefox", before.Item2, await ben.StatisticsAsync());
        AssertMoves("Ada in Chromium", await Pixels.SampleAsync(ada.VideoOf("Ben")));
        AssertMoves("Ben in Firefox", await ben.SampleAsync("Ada"));
        Assert.Equal(await ada.ReadSafetyCodeAsync(), await ben.ReadSafetyCodeAsync());
        if (!firefoxBegins) { await TalkAndShareAsync(ada, ben); }
        Assert.Empty(ben.Page.Complaints);
        Assert.Empty(ada.Complaints);
    }

    /// <summary>What is written goes both ways, and a shared screen is seen.</summary>
    private static async Task TalkAndShareAsync(Person ada, FirefoxPerson ben)
    {
        await ben.SayAsync("Written in Firefox.");
        await ada.OpenChatAsync();
        await Assertions.Expect(ada.MessageOf("Written in Firefox.")).ToBeVisibleAsync();
        await ada.SayAsync("Written in Chromium.");
        await ben.HearsAsync("Written in Chromium.");

        await ada.Page.GetByTestId("share").ClickAsync();
        await ben.SeesScreenAsync();
        await ben.ScreenshotAsync("firefox-share");
    }

    private static void AssertMediaFlows(string who, MediaStatistics before, MediaStatistics after)
    {
        var rate = Assert.Single(after.FrameRatesSince(before));
        Assert.True(rate >= 8, $"{who} decodes {rate:0.0} frames/s");
        var sound = Assert.Single(after.Inbound, track => track.Kind == "audio");
        Assert.True(sound.AudioEnergy > before.Inbound.Single(track => track.Id == sound.Id).AudioEnergy, $"{who} hears nothing");
    }

    private static void AssertMoves(string who, (double Changed, double Lit) picture)
    {
        Assert.True(picture.Changed > 0.005, $"{who} sees a still: {picture.Changed:P1} of the picture changed");
        Assert.True(picture.Lit > 0.3, $"{who} sees it dark: {picture.Lit:P1} of the picture is lit");
    }
}
