// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Vigil.Replay.Cast;
using Vigil.Replay.Searching;
using Vigil.Replay.Stage;
using Vigil.Replay.Telling;
using Vigil.Server.Meetings;
using Vigil.Server.Reports;
using Vigil.Server.Stamps;

namespace Vigil.Replay.Scenarios;

/// <summary>Act 8: evidence that somebody said what they never said.</summary>
internal sealed class Fabricate : Scenario
{
    private const string Lie = "a call to violence";

    public override int Act => 8;

    public override string Name => "fabricate";

    public override string Happened => "Evidence was fabricated: accounts in victims' names, invented posts.";

    public override Means Needs => Means.OwnServer;

    public override async Task PlayAsync(Scene scene, Story story)
    {
        var house = await scene.OwnHouseAsync();
        var desk = new ReportDesk(scene, house);
        var meeting = await house.CreateMeetingAsync();
        byte[] group = [.. meeting.Id.Span, .. new byte[16]];
        await using var victim = await (await ProtocolClient.ConnectAsync(house, meeting)).CreateGroupAsync(group);
        var maker = new ReportMaker(meeting, group, victim.StampKey);
        var genuine = await maker.SayAsync(victim, "good morning");

        await ToldAsync(story, desk, "(for comparison) somebody reports what was really said", "being in the meeting", maker.Of(genuine), "good");
        await EditAsync(story, desk, maker, genuine);
        await InventAsync(house, story, desk, maker, meeting, victim);
        await FromElsewhereAsync(house, story, desk, maker);
        await ScreenshotAsync(house, story, desk, meeting);
        var lie = (JsonObject)genuine.DeepClone();
        lie["content"] = Said(Lie);
        await PutAmongVerifiedAsync(house, story, desk, meeting, maker.Of(lie));
    }

    /// <summary>To those who have no server at hand, and to the server.</summary>
    private static async Task ToldAsync(Story story, ReportDesk desk, string tried, string means, JsonObject report, string expected)
    {
        var (verified, posted) = (await desk.VerdictAsync(report), await desk.PostAsync(report));
        var isHeld = verified == expected && posted == (expected == "good" ? "stored" : expected);
        story.Blocked(tried, means, isHeld, $"vigil report verify: {verified}; the server: {posted}");
    }

    private static async Task EditAsync(Story story, ReportDesk desk, ReportMaker maker, JsonObject genuine)
    {
        await ToldAsync(story, desk, "changes the words of a real message", "a report", maker.Of(Changed("content", Said(Lie))), "bad_opening");
        var another = (JsonObject)Changed("content", Said(Lie));
        another["opening"] = StagedMeeting.Text(RandomNumberGenerator.GetBytes(32));
        await ToldAsync(story, desk, "opens a real message's commitment to a second text", "a report, and a key of his choice", maker.Of(another), "bad_opening");
        await ToldAsync(story, desk, "moves a real message to another place in the talk", "a report", maker.Of(Changed("seq", "7")), "bad_signature");
        await ToldAsync(story, desk, "puts another's name to a real message", "a report", maker.Of(Changed("leafKey", StagedMeeting.Text(KeyPair.Random().Public.Span))), "bad_admission");

        JsonObject Changed(string member, string value)
        {
            var copy = (JsonObject)genuine.DeepClone();
            copy[member] = value;
            return copy;
        }
    }

    /// <summary>All that staff can make: the server's own stamp, tag and signature, on words that the victim never said.</summary>
    private static async Task InventAsync(OwnHouse house, Story story, ReportDesk desk, ReportMaker maker, StagedMeeting meeting, ProtocolClient victim)
    {
        var own = KeyPair.Random();
        var (seq, admission) = (maker.NextSeq(), victim.AdmissionByHost());
        var invented = maker.Write(victim.Participant, own, Lie, epoch: 0, seq);
        var stamp = StampOf(house, meeting, victim.Participant, invented);
        await ToldAsync(story, desk, "invents a message, and has the server stamp and tag it", "the server's stamp and franking keys",
            maker.Of(ReportMaker.Evidence(invented, victim.Participant, victim.Leaf, admission, stamp)), "bad_signature");
        await ToldAsync(story, desk, "invents it under a key of his own, as the victim's", "the same keys",
            maker.Of(ReportMaker.Evidence(invented, victim.Participant, own, admission, stamp)), "bad_admission");
        var self = meeting.Admission(own, victim.Participant, own.Public, house.Now + 600);
        await ToldAsync(story, desk, "and lets that key into the meeting himself", "the same keys", maker.Of(ReportMaker.Evidence(invented, victim.Participant, own, self, stamp)), "bad_admission");
        var (unsent, at) = (maker.NextSeq(), victim.Participant);
        var written = maker.Write(at, victim.Leaf, "written, and never sent", epoch: 0, unsent);
        var forged = Base64Url.DecodeFromChars(StampOf(house, meeting, at, written));
        RandomNumberGenerator.Fill(forged.AsSpan(^64));
        await ToldAsync(story, desk, "reports what the victim wrote and never sent, under a stamp of his own", "the victim's device",
            maker.Of(ReportMaker.Evidence(written, at, victim.Leaf, admission, StagedMeeting.Text(forged))), "bad_stamp");
    }

    private static string StampOf(OwnHouse house, StagedMeeting meeting, byte[] sender, WrittenMessage message)
    {
        if (!EnvelopeHead.TryParse(NoiseEnvelope.Make(0, message.Seq, message.Commitment), out var head)) { throw new InvalidOperationException("an envelope's head does not read"); }
        return StagedMeeting.Text(house.Server.Part<StampSigner>().Sign(meeting.Id, new ParticipantId(sender), head, house.Clock, new byte[32]));
    }

    /// <summary>Really said, by somebody, elsewhere.</summary>
    private static async Task FromElsewhereAsync(OwnHouse house, Story story, ReportDesk desk, ReportMaker maker)
    {
        var other = await house.CreateMeetingAsync();
        byte[] group = [.. other.Id.Span, .. new byte[16]];
        await using var actor = await (await ProtocolClient.ConnectAsync(house, other)).CreateGroupAsync(group);
        var said = await new ReportMaker(other, group, actor.StampKey).SayAsync(actor, Lie);
        await ToldAsync(story, desk, "puts in a message that was said in a meeting of his own", "two meetings", maker.Of(said), "bad_admission");
    }

    private static async Task ScreenshotAsync(OwnHouse house, Story story, ReportDesk desk, StagedMeeting meeting)
    {
        var picture = new PlantedPicture().File;
        var verified = (await desk.VerifyAsync(picture)).GetProperty("code").GetString();
        story.Blocked("hands in a screenshot as a report", "a picture", verified == "malformed", $"vigil report verify: {verified}");
        foreach (var grade in new[] { "E2", "E3", "E4" }) { await AccuseAsync(house, story, desk, meeting, $"proposes the end of the meeting on the screenshot, as {grade}", grade, picture, "evidence_too_weak"); }
        await AccuseAsync(house, story, desk, meeting, "proposes the end of the meeting on the screenshot, as if it were signed", "E1", picture, "evidence_unknown");
    }

    /// <summary>Root puts it where the server keeps what it has verified.</summary>
    private static async Task PutAmongVerifiedAsync(OwnHouse house, Story story, ReportDesk desk, StagedMeeting meeting, JsonObject lie)
    {
        var bytes = Encoding.UTF8.GetBytes(lie.ToJsonString());
        house.Server.Part<ReportStore>().Add(bytes);
        await AccuseAsync(house, story, desk, meeting, "puts the edited message among the verified reports, and proposes the end of the meeting on it", "E1", bytes, "evidence_unknown");
        var heard = await (await house.DraftAsync("meeting.end", meeting.Id.Text)).ProposeAsync();
        story.Blocked("(for comparison) the same is proposed on a genuine report", "a genuine report", heard.Status == 201, heard.Text);
    }

    private static async Task AccuseAsync(OwnHouse house, Story story, ReportDesk desk, StagedMeeting meeting, string tried, string grade, byte[] evidence, string expected)
    {
        var before = await house.Log.SizeAsync();
        var reply = await desk.AccuseAsync(meeting.Id.Text, grade, evidence);
        var isRefused = reply.Text == $"422 refused: {expected}";
        var known = isRefused ? await house.Log.WaitForAsync(before, entry => LoggedAttempt.Says(entry, expected, "ann")) : null;
        story.Visible(tried, "desk of ann", isRefused, known, $"{reply.Text}; {(known is null ? "the log does not say so" : "the attempt is in the public log")}");
    }

    private static string Said(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(new JsonObject { ["kind"] = "chat", ["text"] = text }.ToJsonString()));
}
