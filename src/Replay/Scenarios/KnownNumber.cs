// SPDX-License-Identifier: Apache-2.0
using Microsoft.Playwright;
using Vigil.Replay.Cast;
using Vigil.Replay.Searching;
using Vigil.Replay.Stage;
using Vigil.Replay.Telling;
using Vigil.Server.Crypto;

namespace Vigil.Replay.Scenarios;

/// <summary>Act 4: somebody knows a meeting's number, and everything that the server has of it.</summary>
internal sealed class KnownNumber : Scenario
{
    public override int Act => 4;

    public override string Name => "known-number";

    public override string Happened => "Authorities knew numbers of meetings that nobody had published.";

    public override Means Needs => Means.Browsers;

    public override async Task PlayAsync(Scene scene, Story story)
    {
        var house = await scene.HouseAsync();
        var title = new PlantedWords().Plant("the title");
        var meeting = new StagedMeeting();
        meeting.Details = meeting.SealTitle(title);
        await house.CreateMeetingAsync(meeting);
        await using var host = await ProtocolClient.ConnectAsync(house, meeting);
        await host.CreateGroupAsync([.. meeting.Id.Span, .. new byte[16]]);

        await JoinWithoutLinkAsync(house, story, meeting);
        if (house.Data is { } data) { await TryEverythingKeptAsync(data, story, meeting, title); } else { story.Left("whether what the server keeps opens anything: --data says where it is"); }
        await AdmitHimselfAsync(house, story, meeting);
        await ByALeakedLinkAsync(scene, house, story);
    }

    private static async Task JoinWithoutLinkAsync(House house, Story story, StagedMeeting meeting)
    {
        var own = KeyPair.Random();
        await JoinAsync("joins with a key of his own for a link", own.Public, (client, label) => Proof(client, own, label), "bad_proof");
        await JoinAsync("joins with the link's public key out of the database, signing himself", meeting.Join.Public, (client, label) => Proof(client, own, label), "bad_proof");
        await JoinAsync("joins as the host, whose public key he has, signing himself", meeting.Host.Public, (client, label) => Proof(client, own, label), "bad_proof");
        // Recorded on the wire, of a guest who came before.
        var old = new byte[32];
        await JoinAsync("joins with the proof that another's client gave", meeting.Join.Public, (client, label) => meeting.Proof(meeting.Join, label, old, client.Participant, client.Leaf.Public), "bad_proof");
        await JoinAsync("(for comparison) somebody joins who has the link", meeting.Join.Public, (client, label) => Proof(client, meeting.Join, label), null);

        byte[] Proof(ProtocolClient client, KeyPair by, string label) => meeting.Proof(by, label, client.Challenge, client.Participant, client.Leaf.Public);

        async Task JoinAsync(string tried, PublicKey link, Func<ProtocolClient, string, byte[]> prove, string? refusal)
        {
            await using var client = await ProtocolClient.ConnectAsync(house, meeting);
            var answer = await client.AskAsync("join", new
            {
                meeting = meeting.Id.Text,
                participant = client.ParticipantText,
                leafKey = StagedMeeting.Text(client.Leaf.Public.Span),
                linkKey = StagedMeeting.Text(link.Span),
                proof = StagedMeeting.Text(prove(client, "vigil/join-proof/v1")),
            });
            story.Blocked(tried, "the meeting's number, the database", answer.Code == refusal, answer.Code ?? "the server lets it ask to be admitted");
        }
    }

    /// <summary>Database and files, all of them; the keys that the server keeps among them. Files of the log are public, and too many.</summary>
    private static async Task TryEverythingKeptAsync(string data, Story story, StagedMeeting meeting, string title)
    {
        var rows = await KeptPlaces.RowsAsync(data);
        byte[] keys = [.. rows, .. KeptPlaces.Files(data, file => file.Length <= 4096 && !file.FullName.Contains("/log/", StringComparison.Ordinal))];
        byte[] files = KeptPlaces.Files(data, file => !file.FullName.Contains("/log/", StringComparison.Ordinal));
        var (titles, found) = (new StolenSecrets(meeting), new StolenSecrets(meeting));
        var (opened, key) = (titles.OpenTitle([.. rows, .. files]), found.FindKey(keys));
        // The same, where the secret does stand somewhere.
        var (shown, proves) = (new StolenSecrets(meeting).OpenTitle([.. rows, .. meeting.Secret, .. rows]), new StolenSecrets(meeting).FindKey([.. meeting.Secret]));
        story.Blocked("tries every piece of database and files as the key to the title", "root on the server", opened is null && shown == title,
            $"{titles.Tried} tried: {(opened is null ? "none is" : $"OPENED {opened}")}; {(shown is null ? "NOT EVEN the link's secret is" : "the link's secret, put among them, is")}");
        story.Blocked("tries every piece of database and keys as the key to the door", "root on the server", key is null && proves is not null,
            $"{found.Tried} tried: {(key is null ? "none is" : "FOUND one")}; {(proves is null ? "NOT EVEN the link's secret is" : "the link's secret, put among them, is")}");
    }

    /// <summary>Say that he has the link: still nobody inside has let him in.</summary>
    private static async Task AdmitHimselfAsync(House house, Story story, StagedMeeting meeting)
    {
        var own = KeyPair.Random();
        var expiry = house.Now + 600;
        await AdmitAsync("admits himself in the host's name", client => Forged(client, own));
        await AdmitAsync("admits himself in his own name", client => meeting.Admission(own, client.Participant, client.Leaf.Public, expiry));
        await AdmitAsync("admits himself by a delegation that he wrote", client => meeting.Admission(own, client.Participant, client.Leaf.Public, expiry, new StagedMeeting(own).Delegation(own.Public, expiry)));
        await AdmitAsync("admits himself by another's admission", client => meeting.Admission(meeting.Host, new byte[16], own.Public, expiry));

        byte[] Forged(ProtocolClient client, KeyPair signer)
        {
            var bytes = meeting.Admission(signer, client.Participant, client.Leaf.Public, expiry);
            // Version, participant, leaf key, expiry: then comes who issued it.
            meeting.Host.Public.Span.CopyTo(bytes.AsSpan(1 + 16 + 32 + 8));
            return bytes;
        }

        async Task AdmitAsync(string tried, Func<ProtocolClient, byte[]> make)
        {
            await using var client = await (await ProtocolClient.ConnectAsync(house, meeting)).JoinAsync();
            var answer = await client.AskAsync("admission", new { admission = StagedMeeting.Text(make(client)) });
            story.Blocked(tried, "even the link", answer.Code == "bad_admission", answer.Code ?? "ADMITTED");
        }
    }

    private static async Task ByALeakedLinkAsync(Scene scene, House house, Story story)
    {
        var (ada, stranger) = (await scene.SitDownAsync("Ada"), await scene.SitDownAsync("Mallory"));
        await ada.JoinAsync(await ada.CreateMeetingAsync(house.Url));
        var leaked = await ada.MakeLinkAsync("Ben from work");
        await ada.Page.Keyboard.PressAsync("Escape");
        await stranger.Page.GotoAsync(leaked.Split('#')[0]);
        await stranger.InStateAsync("no-secret");
        story.Blocked("opens the address without what stands behind #", "the meeting's number", true, "the page says that the link is incomplete; there is nothing to press");

        // Another fragment alone would load nothing.
        await stranger.Page.GotoAsync("about:blank");
        await stranger.AskToJoinAsync(leaked);
        var watch = Story.Watch();
        await ada.OpenPeopleAsync();
        var aside = ada.RowOf(stranger.Name).GetByTestId("person-aside");
        await Assertions.Expect(aside).ToContainTextAsync("Ben from work", new() { Timeout = 15_000 });
        story.Visible("comes in by a personal link that leaked", "Ben's link", true, watch(), $"the host sees beside the name: “{await aside.InnerTextAsync()}”");
    }
}
