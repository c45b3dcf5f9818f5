// SPDX-License-Identifier: Apache-2.0
using Microsoft.Playwright;
using Vigil.EndToEnd.Stage;

namespace Vigil.EndToEnd;

/// <summary>A lost connection comes back by itself, and nobody comes back unmuted.</summary>
[Collection(nameof(OneMeeting))]
public sealed class ReconnectTests(Browsers browsers)
{
    [Fact]
    public async Task After_a_cut_the_participant_is_back_muted_as_before_and_leaves_no_ghost()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await Person.SitDownAsync(browsers.Plain, "Ada");
        await using var ben = await Person.SitDownAsync(browsers.Plain, "Ben");
        var benSignalling = await SignallingRoute.PlaceAsync(ben);
        var link = await ada.CreateMeetingAsync(server.Url);
        await ada.JoinAsync(link);
        await ben.JoinAsync(link);
        await ada.SeesPictureOfAsync("Ben");
        await ben.Page.GetByTestId("toggle-microphone").ClickAsync();
        await Assertions.Expect(TileOfBen(ada)).ToHaveAttributeAsync("data-microphone", "false");

        await benSignalling.CutAsync();

        await ben.InMeetingAsync();
        await ben.SeesPictureOfAsync("Ada");
        await ada.SeesAsync("Ben");
        await ada.SeesPictureOfAsync("Ben");
        await Assertions.Expect(TileOfBen(ada)).ToHaveAttributeAsync("data-microphone", "false");
        await Assertions.Expect(ben.Page.Locator("[data-testid=tile][data-self=true]")).ToHaveAttributeAsync("data-microphone", "false");

        // Nor can the server say that Ben left by himself: closed as after a farewell, he is back all the same.
        await benSignalling.CutAsync(code: 1000);
        await ben.InMeetingAsync();
        await ada.SeesAsync("Ben");
        await ben.SeesPictureOfAsync("Ada");
    }

    private static ILocator TileOfBen(Person viewer) => viewer.OtherTiles.Filter(new() { HasText = "Ben" });
}
