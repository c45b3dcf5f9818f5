// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Vigil.Server.Meetings;
using Vigil.Server.Meetings.Commands;
using Vigil.Server.Reports;
using Vigil.Server.Stamps;

namespace Vigil.Server.Tests.Staff;

/// <summary>A sanction hits who signed its evidence: a meeting answers for its host, and for nobody else.</summary>
public class EvidenceCheckTests
{
    public static TheoryData<string, string> Rows => new()
    {
        { "the host said it", "201" },
        { "the host said it, and a guest said more", "201" },
        { "somebody who was made host said it", "201" },
        { "a co-host said it", "422 refused: evidence_of_another" },
        { "a guest said it", "422 refused: evidence_of_another" },
        { "the host said it, and nothing shows that this was the host", "422 refused: evidence_of_another" },
        { "the host of another meeting said it", "422 refused: evidence_of_another" },
        { "a guest said it, under a command that the host never signed", "422 refused: evidence_unknown" },
        { "the host said something else", "422 refused: evidence_unknown" },
        { "it is no report", "422 refused: evidence_unknown" },
        { "nothing here has that hash", "422 refused: evidence_unknown" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task An_end_needs_what_the_host_of_that_meeting_signed(string said, string expected)
    {
        await using var office = await Office.OpenAsync();
        var meeting = await office.Server.CreateMeetingAsync();
        var talk = new TalkOf(said.Contains("another meeting", StringComparison.Ordinal) ? new TestMeeting() : meeting, office.Server.Part<StampSigner>());
        var bytes = said switch
        {
            "somebody who was made host said it" or "the host said it" or "the host of another meeting said it" => talk.Report(MeetingRole.Host),
            "the host said it, and a guest said more" => talk.Report(MeetingRole.Host, andGuest: true),
            "a co-host said it" => talk.Report(MeetingRole.CoHost),
            "a guest said it" => talk.Report(null),
            "the host said it, and nothing shows that this was the host" => TalkOf.Change(talk.Report(MeetingRole.Host), report => report["commands"] = new JsonArray()),
            "a guest said it, under a command that the host never signed" => talk.Report(MeetingRole.Host, by: KeyPair.Random()),
            "the host said something else" => TalkOf.Change(talk.Report(MeetingRole.Host), report => report["messages"]![0]!["content"] = TestMeeting.Text("""{"kind":"chat","text":"else"}"""u8)),
            _ => [.. "no report at all"u8],
        };
        if (said != "nothing here has that hash") { office.Server.Part<ReportStore>().Add(bytes); }
        var draft = office.NewDraft("meeting.end", meeting.Id.Text).With(p => p with { Evidence = [$"E1:{Convert.ToHexStringLower(SHA256.HashData(bytes))}"] });

        Assert.Equal(expected, (await draft.ProposeAsync()).Text);
        Assert.Equal(expected == "201" ? "action.proposed" : "action.refused", office.Entries()[^1].Type);
    }

    [Fact]
    public async Task A_suspension_needs_a_genuine_report()
    {
        await using var office = await Office.OpenAsync();
        var draft = office.NewDraft("account.suspend", new string('a', 22)).With(p => p with { Evidence = [Vigil.Replay.Staff.Draft.E1] });
        Assert.Equal("422 refused: evidence_unknown", (await draft.ProposeAsync()).Text);
    }

    [Fact]
    public async Task Another_report_in_the_place_of_the_one_that_was_signed_for_is_not_it()
    {
        await using var office = await Office.OpenAsync();
        var meeting = await office.Server.CreateMeetingAsync();
        var talk = new TalkOf(meeting, office.Server.Part<StampSigner>());
        var draft = office.NewDraft("meeting.end", meeting.Id.Text);
        Assert.Equal("201", (await draft.ProposeAsync()).Text);
        foreach (var report in Directory.EnumerateFiles(Path.Combine(office.Data, "reports"))) { await File.WriteAllBytesAsync(report, talk.Report(MeetingRole.Host)); }

        var again = office.NewDraft("meeting.end", meeting.Id.Text).With(p => p with { Evidence = draft.Proposal.Evidence });
        Assert.Equal("422 refused: evidence_unknown", (await again.ProposeAsync()).Text);
    }

    [Fact]
    public async Task What_was_taken_away_after_the_quorum_ends_nothing()
    {
        await using var office = await Office.OpenAsync();
        var meeting = await office.Server.CreateMeetingAsync();
        var draft = office.NewDraft("meeting.end", meeting.Id.Text);
        await office.OrderAsync(draft, "ben", "dee", "fay");
        foreach (var report in Directory.EnumerateFiles(Path.Combine(office.Data, "reports"))) { File.Delete(report); }
        await office.PassAsync(TimeSpan.FromDays(1));

        Assert.EndsWith("action.refused", office.Course(), StringComparison.Ordinal);
        await using var guest = await office.Server.ConnectAsync(meeting);
        Assert.Null((await guest.TryJoinAsync()).Code);
    }

    /// <summary>Somebody with a role, or none, says one thing.</summary>
    private sealed class TalkOf(TestMeeting meeting, StampSigner stamps)
    {
        private readonly byte[] _group = [.. meeting.Id.Span, .. new byte[16]];

        public byte[] Report(MeetingRole? role, KeyPair? by = null, bool andGuest = false)
        {
            var maker = new ReportMaker(meeting, _group, [.. stamps.PublicKey.Span]);
            var (speaker, leaf) = (RandomNumberGenerator.GetBytes(16), KeyPair.Random());
            var said = Said(maker, speaker, leaf);
            JsonObject[] all = andGuest ? [Said(maker, RandomNumberGenerator.GetBytes(16), KeyPair.Random()), said] : [said];
            var report = role is { } given
                ? maker.OfHost(new TestChain(meeting, _group).Next(by ?? meeting.Host, CommandKind.Role, TestChain.Role(speaker, leaf.Public, given)), all)
                : maker.Of(all);
            return Encoding.UTF8.GetBytes(report.ToJsonString());
        }

        public static byte[] Change(byte[] bytes, Action<JsonNode> change)
        {
            var report = JsonNode.Parse(bytes)!;
            change(report);
            return Encoding.UTF8.GetBytes(report.ToJsonString());
        }

        private JsonObject Said(ReportMaker maker, byte[] speaker, KeyPair leaf)
        {
            var said = maker.Write(speaker, leaf, "I will find you.", 0, maker.NextSeq());
            Assert.True(EnvelopeHead.TryParse(TestEnvelope.Make(0, said.Seq, said.Commitment), out var head));
            var stamp = stamps.Sign(meeting.Id, new ParticipantId(speaker), head, DateTimeOffset.UnixEpoch, new byte[32]);
            return ReportMaker.Evidence(said, speaker, leaf, meeting.Admission(meeting.Host, speaker, leaf.Public, ulong.MaxValue), TestMeeting.Text(stamp));
        }
    }
}
