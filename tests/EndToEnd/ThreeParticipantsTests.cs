// SPDX-License-Identifier: Apache-2.0
using Vigil.EndToEnd.Stage;

namespace Vigil.EndToEnd;

/// <summary>The promise of the first page: they see and hear each other.</summary>
[Collection(nameof(Alone))]
public sealed class ThreeParticipantsTests(Browsers browsers)
{
    private static readonly TimeSpan Watching = TimeSpan.FromSeconds(6);

    [Fact]
    public async Task Three_people_see_and_hear_each_other_and_agree_on_one_safety_code()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await Person.SitDownAsync(browsers.WithFiles, "Ada");
        await using var ben = await Person.SitDownAsync(browsers.Smooth, "Ben");
        await using var chi = await Person.SitDownAsync(browsers.Smooth, "Chi");

        var link = await ada.CreateMeetingAsync(server.Url, "Planning");
        await ada.JoinAsync(link);
        await ben.JoinAsync(link);
        await chi.JoinAsync(link);

        await ada.SeesAsync("Ben", "Chi");
        await ben.SeesAsync("Ada", "Chi");
        await chi.SeesAsync("Ada", "Ben");
        foreach (var (viewer, others) in new[] { (ada, new[] { "Ben", "Chi" }), (ben, ["Ada", "Chi"]), (chi, ["Ada", "Ben"]) })
        {
            foreach (var other in others) { await viewer.SeesPictureOfAsync(other); }
        }
        await ada.ScreenshotAsync("three-people");

        await Task.WhenAll(AssertMediaFlowsAsync(ada), AssertMediaFlowsAsync(ben), AssertMediaFlowsAsync(chi));
        await AssertPictureMovesAsync(ben, "Ada");
        await AssertPictureMovesAsync(chi, "Ada");
        await AssertPictureMovesAsync(ada, "Ben");

        var code = await ada.ReadSafetyCodeAsync();
        Assert.Matches(@"^\d{5}( \d{5}){5}$", code);
        Assert.Equal(code, await ben.ReadSafetyCodeAsync());
        Assert.Equal(code, await chi.ReadSafetyCodeAsync());
        foreach (var person in new[] { ada, ben, chi }) { AssertOnlyOwnServerWasAsked(person, server); }
    }

    private static async Task AssertMediaFlowsAsync(Person person)
    {
        var before = await person.StatisticsAsync();
        await Task.Delay(Watching);
        var after = await person.StatisticsAsync();

        var rates = after.FrameRatesSince(before);
        Assert.Equal(2, rates.Count);
        Assert.All(rates, rate => Assert.True(rate >= 20, $"{person.Name} decodes {rate:0.0} frames/s"));
        var sound = after.Inbound.Where(track => track.Kind == "audio").ToList();
        Assert.Equal(2, sound.Count);
        Assert.All(sound, track => Assert.True(track.AudioEnergy > 0, $"{person.Name} hears nothing"));
    }

    private static async Task AssertPictureMovesAsync(Person viewer, string other)
    {
        var (changed, lit) = await Pixels.SampleAsync(viewer.VideoOf(other));
        Assert.True(changed > 0.01, $"{viewer.Name} sees {other} as a still: {changed:P1} of the picture changed");
        Assert.True(lit > 0.3, $"{viewer.Name} sees {other} dark: {lit:P1} of the picture is lit");
    }

    /// <summary>No third party, no blob worker, nothing that the Content-Security-Policy refused.</summary>
    private static void AssertOnlyOwnServerWasAsked(Person person, ServerProcess server)
    {
        Assert.All(person.RequestedUrls, url => Assert.StartsWith(server.Url, url, StringComparison.Ordinal));
        Assert.Empty(person.Complaints);
        Assert.All(person.Page.Workers, worker => Assert.StartsWith(server.Url, worker.Url, StringComparison.Ordinal));
    }
}
