// SPDX-License-Identifier: Apache-2.0
using Vigil.EndToEnd.Stage;

namespace Vigil.EndToEnd;

/// <summary>Who was removed decrypts nothing that is sent afterwards, even if the server goes on forwarding to them.</summary>
[Collection(nameof(Alone))]
public sealed class RemovalTests(Browsers browsers)
{
    [Fact]
    public async Task A_removed_participant_sees_why_and_the_others_go_on()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await Person.SitDownAsync(browsers.Smooth, "Ada");
        await using var ben = await Person.SitDownAsync(browsers.Smooth, "Ben");
        await using var eve = await Person.SitDownAsync(browsers.Smooth, "Eve");
        var betweenBenAndServer = await SignallingRoute.PlaceAsync(ben);
        var link = await MeetAsync(server, ada, ben, eve);

        await ada.RemoveAsync("Eve");

        await eve.InStateAsync("removed");
        await ada.SeesAsync("Ben");
        await ben.SeesAsync("Ada");

        // All three came by one link, and it was closed behind Eve; Ben only loses his connection.
        var entries = betweenBenAndServer.ToServer.Count(IsJoin);
        await betweenBenAndServer.CutAsync();
        await eve.AskToJoinAsync(link);
        await eve.InStateAsync("link-barred");
        await ben.InMeetingAsync();
        await ada.SeesAsync("Ben");
        await ben.SeesPictureOfAsync("Ada");
        Assert.True(betweenBenAndServer.ToServer.Count(IsJoin) > entries, "Ben never was away");
    }

    [Fact]
    public async Task Removed_but_still_served_by_a_dishonest_server_they_decode_nothing()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await Person.SitDownAsync(browsers.Smooth, "Ada");
        await using var ben = await Person.SitDownAsync(browsers.Smooth, "Ben");
        await using var eve = await Person.SitDownAsync(browsers.Smooth, "Eve");
        var betweenAdaAndServer = await SignallingRoute.PlaceAsync(ada);
        var betweenBenAndServer = await SignallingRoute.PlaceAsync(ben);
        var betweenEveAndServer = await SignallingRoute.PlaceAsync(eve);
        await MeetAsync(server, ada, ben, eve);

        // The server hands the command to the others and does nothing of what it says; Eve never gets the commit: her client, the real one, just goes on with its keys.
        betweenAdaAndServer.Pretend("command", request =>
        {
            var members = new Dictionary<string, object> { ["command"] = request.GetProperty("command").GetString()! };
            foreach (var route in new[] { betweenAdaAndServer, betweenBenAndServer }) { route.MakeUp("command", members); }
        });
        betweenEveAndServer.Withhold("commit");
        betweenEveAndServer.Withhold("epoch.ready");
        await ada.RemoveAsync("Eve");
        await ben.SeesAsync("Ada");
        // Senders change to the new epoch within a second; what was on its way before that may still be decoded.
        await Task.Delay(TimeSpan.FromSeconds(2));

        var before = await eve.StatisticsAsync();
        var benBefore = await ben.StatisticsAsync();
        await Task.Delay(TimeSpan.FromSeconds(4));
        var after = await eve.StatisticsAsync();
        var benAfter = await ben.StatisticsAsync();

        var video = after.Inbound.Where(track => track.Kind == "video").ToList();
        Assert.Equal(2, video.Count);
        Assert.All(video, track => Assert.True(track.Packets > before.Inbound.Single(b => b.Id == track.Id).Packets, "nothing is forwarded to Eve, so this test shows nothing"));
        Assert.All(after.FrameRatesSince(before), rate => Assert.Equal(0, rate));
        var heard = after.Inbound.Where(track => track.Kind == "audio").Select(track => track.AudioEnergy - before.Inbound.Single(b => b.Id == track.Id).AudioEnergy);
        Assert.All(heard, energy => Assert.Equal(0, energy, 0.0001));
        Assert.Contains(benAfter.FrameRatesSince(benBefore), rate => rate > 15);
    }

    private static bool IsJoin(string request) => request.Contains("\"type\":\"join\"", StringComparison.Ordinal);

    private static async Task<string> MeetAsync(ServerProcess server, params Person[] people)
    {
        var link = await people[0].CreateMeetingAsync(server.Url);
        foreach (var person in people) { await person.JoinAsync(link); }
        foreach (var person in people)
        {
            foreach (var other in people.Where(other => other != person)) { await person.SeesPictureOfAsync(other.Name); }
        }
        return link;
    }
}
