// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json.Nodes;
using Vigil.Replay.Cast;
using Vigil.Replay.Stage;
using Vigil.Replay.Telling;
using Vigil.Server.Meetings.Commands;

namespace Vigil.Replay.Scenarios;

/// <summary>Act 7: somebody comes in to misbehave, so that the meeting can be reported for it.</summary>
internal sealed class InfiltrateAndReport : Scenario
{
    private const string Abuse = "something abusive, in the host's name";

    public override int Act => 7;

    public override string Name => "infiltrate-and-report";

    public override string Happened => "People with false names and abusive pictures joined, and then reported the meetings.";

    public override Means Needs => Means.OwnServer;

    public override async Task PlayAsync(Scene scene, Story story)
    {
        var house = await scene.OwnHouseAsync();
        var desk = new ReportDesk(scene, house);
        var meeting = await house.CreateMeetingAsync();
        byte[] group = [.. meeting.Id.Span, .. new byte[16]];
        await using var host = await (await ProtocolClient.ConnectAsync(house, meeting)).CreateGroupAsync(group);
        await using var infiltrator = await (await ProtocolClient.ConnectAsync(house, meeting)).EnterAsync(group, 0);
        var maker = new ReportMaker(meeting, group, host.StampKey);
        var abuse = await maker.SayAsync(infiltrator, Abuse);

        var report = maker.Of(abuse);

        await ConvictsAsync(story, desk, report, infiltrator, host);
        await PinOnHostAsync(story, desk, maker, abuse, host);
        await AskForEndAsync(house, story, desk, meeting, "E1", report, "evidence_of_another");
        await AskForEndAsync(house, story, desk, meeting, "E2", report, "evidence_too_weak");
        var heard = await (await house.DraftAsync("meeting.end", meeting.Id.Text)).ProposeAsync();
        story.Blocked("(for comparison) the end of the meeting is proposed for what the host said", "a genuine report", heard.Status == 201, heard.Text);
        await RemoveAsync(house, story, meeting, group, host, infiltrator);
    }

    /// <summary>The report is a good one. It says who said it: one key, of one entry into one meeting.</summary>
    private static async Task ConvictsAsync(Story story, ReportDesk desk, JsonObject report, ProtocolClient infiltrator, ProtocolClient host)
    {
        var verdict = await desk.VerifyAsync(Encoding.UTF8.GetBytes(report.ToJsonString()));
        var posted = await desk.PostAsync(report);
        var isGood = verdict.GetProperty("code").GetString() == "good" && posted == "stored";
        var keys = isGood ? verdict.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("leaf_key").GetString()).Distinct().ToArray() : [];
        var isHis = keys is [var key] && key == StagedMeeting.Text(infiltrator.Leaf.Public.Span) && key != StagedMeeting.Text(host.Leaf.Public.Span);
        story.Blocked("misbehaves in the host's name, and has it reported", "a guest's link", isGood && isHis,
            $"the report is {verdict.GetProperty("code").GetString()}, and {(isHis ? "its one sender is the infiltrator's own key" : "DOES NOT NAME the infiltrator alone")}");
    }

    /// <summary>The same words, with the host for their sender.</summary>
    private static async Task PinOnHostAsync(Story story, ReportDesk desk, ReportMaker maker, JsonObject abuse, ProtocolClient host)
    {
        foreach (var (tried, expected, change) in new (string, string, Action<JsonObject>)[]
        {
            ("reports it as said by the host's entry", "bad_admission", message => message["participant"] = host.ParticipantText),
            ("reports it under the host's key", "bad_admission", message => message["leafKey"] = StagedMeeting.Text(host.Leaf.Public.Span)),
            ("reports it with entry, key and admission of the host", "bad_opening", message =>
            {
                message["participant"] = host.ParticipantText;
                message["leafKey"] = StagedMeeting.Text(host.Leaf.Public.Span);
                message["admission"] = StagedMeeting.Text(host.AdmissionByHost());
            }),
        })
        {
            var changed = (JsonObject)abuse.DeepClone();
            change(changed);
            var report = maker.Of(changed);
            var (verified, posted) = (await desk.VerdictAsync(report), await desk.PostAsync(report));
            story.Blocked(tried, "a report of his own", verified == expected && posted == expected, $"vigil report verify: {verified}; the server: {posted}");
        }
    }

    /// <summary>What everybody in the meeting saw: it was said there, and not by the host.</summary>
    private static async Task AskForEndAsync(OwnHouse house, Story story, ReportDesk desk, StagedMeeting meeting, string grade, JsonObject report, string expected)
    {
        var before = await house.Log.SizeAsync();
        var reply = await desk.AccuseAsync(meeting.Id.Text, grade, Encoding.UTF8.GetBytes(report.ToJsonString()));
        var isRefused = reply.Text == $"422 refused: {expected}";
        var known = isRefused ? await house.Log.WaitForAsync(before, entry => LoggedAttempt.Says(entry, expected, "ann")) : null;
        story.Visible($"proposes the end of the meeting, for it was said there, as {grade}", "desk of ann", isRefused, known, $"{reply.Text}; {(known is null ? "the log does not say so" : "the attempt is in the public log")}");
    }

    /// <summary>The host needs nobody for it.</summary>
    private static async Task RemoveAsync(OwnHouse house, Story story, StagedMeeting meeting, byte[] group, ProtocolClient host, ProtocolClient infiltrator)
    {
        var command = new CommandMaker(meeting, group).Take(meeting.Host, CommandKind.Remove, CommandMaker.Remove(infiltrator.Participant));
        var answer = await host.AskAsync("command", new { command = StagedMeeting.Text(command) });
        var code = await infiltrator.CloseCodeAsync();
        await using var back = await ProtocolClient.ConnectAsync(house, meeting, participant: infiltrator.Participant, leaf: infiltrator.Leaf);
        var again = await back.TryJoinAsync();
        await using var other = await ProtocolClient.ConnectAsync(house, meeting);
        var somebody = await other.TryJoinAsync();
        story.Blocked("stays when the host removes him, or comes back as the same", "his entry into the meeting", code == 4410 && again.Code is not null && somebody.Code is null && !host.IsClosed,
            $"{(answer.Code is null ? "removed by the host's signature alone" : answer.Code)} ({code}); again: {again.Code ?? "LET IN"}; somebody else by the same link: {somebody.Code ?? "may ask to come in"}");
    }
}
