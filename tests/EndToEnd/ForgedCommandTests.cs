// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Text;
using System.Text.Json;
using Microsoft.Playwright;
using Vigil.EndToEnd.Stage;

namespace Vigil.EndToEnd;

/// <summary>Power is a signature: a participant who writes the real protocol by hand moves nobody, not even with a server that plays along.</summary>
[Collection(nameof(OneMeeting))]
public sealed class ForgedCommandTests(Browsers browsers)
{
    private sealed record Forgery(string Name, byte[] Command, string Refusal);

    [Fact]
    public async Task What_a_participant_forges_is_refused_by_the_server_and_by_every_client_whom_it_is_told()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await Person.SitDownAsync(browsers.Plain, "Ada");
        await using var ben = await Person.SitDownAsync(browsers.Plain, "Ben");
        await using var chi = await Person.SitDownAsync(browsers.Plain, "Chi");
        var toAda = await SignallingRoute.PlaceAsync(ada);
        var toChi = await SignallingRoute.PlaceAsync(chi);
        var forger = await Forger.PlaceAsync(ben);
        var link = await ada.CreateMeetingAsync(server.Url);
        foreach (var person in new[] { ada, ben, chi }) { await person.JoinAsync(link); }
        await ada.SeesAsync("Ben", "Chi");
        await chi.SeesAsync("Ada", "Ben");
        var known = forger.Chain.Count;

        var forgeries = await ForgeAsync(forger, await HostKeyAsync(ada, server, link), ParticipantOf(toAda), ParticipantOf(toChi));
        foreach (var forgery in forgeries)
        {
            var answer = await forger.Route.AskAsync("command", Members(forgery.Command));
            Assert.True(answer.TryGetProperty("error", out var error), $"the server took: {forgery.Name}");
            Assert.Equal("bad_command", error.GetProperty("code").GetString());
        }
        Assert.Equal(known, forger.Chain.Count);

        // The same bytes from a server that plays along.
        foreach (var (person, route) in new[] { (ada, toAda), (chi, toChi) })
        {
            foreach (var forgery in forgeries) { route.MakeUp("command", Members(forgery.Command)); }
            await ExpectRefusedAsync(person, forgeries);
            await person.InMeetingAsync();
        }
        await ada.SeesAsync("Ben", "Chi");
        await chi.SeesAsync("Ada", "Ben");

        // And the chain goes on where it was: what the host really does still fits.
        await ada.RemoveAsync("Ben");
        await ben.InStateAsync("removed");
        await chi.SeesAsync("Ada");
    }

    [Fact]
    public async Task A_command_is_good_once_and_in_its_own_meeting()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await Person.SitDownAsync(browsers.Plain, "Ada");
        await using var ben = await Person.SitDownAsync(browsers.Plain, "Ben");
        var other = await RecordAsync(server);
        var toBen = await SignallingRoute.PlaceAsync(ben);
        var link = await ada.CreateMeetingAsync(server.Url);
        await ada.JoinAsync(link);
        await ben.JoinAsync(link);
        await ada.SeesAsync("Ben");
        await ada.SetAsync("setting-lobby");
        await ada.SetAsync("setting-lobby", on: false);
        var lobbyOn = toBen.Events("command")[0].GetProperty("command").GetString()!;

        foreach (var command in new[] { lobbyOn, other })
        {
            var answer = await toBen.AskAsync("command", Members(Base64Url.DecodeFromChars(command)));
            Assert.True(answer.TryGetProperty("error", out var error), "the server took a command twice, or another meeting's");
            Assert.Contains(error.GetProperty("code").GetString(), new[] { "command_conflict", "bad_command" });
            toBen.MakeUp("command", Members(Base64Url.DecodeFromChars(command)));
        }

        var refused = (await ben.OpenConnectionAsync()).GetByTestId("refused-commands");
        foreach (var reason in new[] { "replayed", "wrong-place" }) { await Assertions.Expect(refused.And(ben.Page.Locator($"[data-reason={reason}]"))).ToHaveTextAsync("1"); }
        await Assertions.Expect(refused).ToHaveCountAsync(2);
        await Assertions.Expect(ada.Page.GetByTestId("setting-lobby")).Not.ToBeCheckedAsync();
        await ben.InMeetingAsync();
    }

    private static async Task<List<Forgery>> ForgeAsync(Forger forger, byte[] hostKey, byte[] ada, byte[] chi) =>
    [
        new("the own promotion", await forger.ForgeAsync(Forger.Role, [.. forger.Participant, .. forger.LeafKey, 2]), "not-entitled"),
        new("the own promotion in the host's name", await forger.ForgeAsync(Forger.Role, [.. forger.Participant, .. forger.LeafKey, 1], hostKey), "bad-signature"),
        new("removing the host", await forger.ForgeAsync(Forger.Remove, [.. ada, 1]), "not-entitled"),
        new("removing another", await forger.ForgeAsync(Forger.Remove, [.. chi, 0]), "not-entitled"),
        new("the lobby", await forger.ForgeAsync(Forger.Settings, [1, 2, 4, 0]), "not-entitled"),
        new("the end", await forger.ForgeAsync(Forger.End, []), "not-entitled"),
        new("muting another", await forger.ForgeAsync(Forger.Ask, [.. chi, 1]), "not-entitled"),
    ];

    private static async Task ExpectRefusedAsync(Person person, IReadOnlyList<Forgery> forgeries)
    {
        var details = await person.OpenConnectionAsync();
        foreach (var reason in forgeries.GroupBy(forgery => forgery.Refusal))
        {
            await Assertions.Expect(details.Locator($"[data-testid=refused-commands][data-reason={reason.Key}]")).ToHaveTextAsync($"{reason.Count()}");
        }
    }

    /// <summary>A command that a host gave in another meeting of the same server.</summary>
    private async Task<string> RecordAsync(ServerProcess server)
    {
        await using var dan = await Person.SitDownAsync(browsers.Plain, "Dan");
        var route = await SignallingRoute.PlaceAsync(dan);
        await dan.JoinAsync(await dan.CreateMeetingAsync(server.Url));
        await dan.SetAsync("setting-lobby");
        return route.Events("command")[^1].GetProperty("command").GetString()!;
    }

    private static async Task<byte[]> HostKeyAsync(Person person, ServerProcess server, string link)
    {
        var response = await person.Page.APIRequest.GetAsync($"{server.Url}/api/meetings/{new Uri(link).Segments[^1]}");
        return Base64Url.DecodeFromChars((await response.JsonAsync())!.Value.GetProperty("hostKey").GetString());
    }

    private static byte[] ParticipantOf(SignallingRoute route) => Base64Url.DecodeFromChars(route.LastRequest("join").GetProperty("participant").GetString());

    private static Dictionary<string, object> Members(byte[] command) => new() { ["command"] = Base64Url.EncodeToString(command) };
}
