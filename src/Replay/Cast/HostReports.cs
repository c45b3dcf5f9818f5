// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using Vigil.Server.Meetings;
using Vigil.Server.Meetings.Commands;
using Vigil.Server.Reports;
using Vigil.Server.Stamps;

namespace Vigil.Replay.Cast;

/// <summary>What the hosts of staged meetings said, as a server keeps it that has verified the reports: evidence of grade E1 against their meetings.</summary>
internal sealed class HostReports
{
    private readonly Dictionary<string, StagedMeeting> _meetings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _evidence = new(StringComparer.Ordinal);
    private readonly StagedMeeting _another = new();

    public StagedMeeting Know(StagedMeeting meeting) => _meetings[meeting.Id.Text] = meeting;

    /// <summary>Evidence against the host of that meeting; genuine, and of another meeting, where nobody knows the host's key.</summary>
    public string Against(string? meeting, ReportStore reports, StampSigner stamps)
    {
        var staged = _meetings.GetValueOrDefault(meeting ?? "", _another);
        if (_evidence.TryGetValue(staged.Id.Text, out var known)) { return known; }
        var report = Write(staged, stamps);
        reports.Add(report);
        return _evidence[staged.Id.Text] = $"E1:{Convert.ToHexStringLower(SHA256.HashData(report))}";
    }

    private static byte[] Write(StagedMeeting meeting, StampSigner stamps)
    {
        byte[] group = [.. meeting.Id.Span, .. new byte[16]], participant = RandomNumberGenerator.GetBytes(ParticipantId.Length);
        var leaf = KeyPair.Random();
        var command = new CommandMaker(meeting, group).Next(meeting.Host, CommandKind.Role, CommandMaker.Role(participant, leaf.Public, MeetingRole.Host));
        var maker = new ReportMaker(meeting, group, [.. stamps.PublicKey.Span]);
        var said = maker.Write(participant, leaf, "I will find you.", epoch: 0, maker.NextSeq());
        if (!EnvelopeHead.TryParse(NoiseEnvelope.Make(0, said.Seq, said.Commitment), out var head)) { throw new InvalidOperationException("no envelope"); }
        var stamp = stamps.Sign(meeting.Id, new ParticipantId(participant), head, DateTimeOffset.UnixEpoch, new byte[Stamp.PreviousLength]);
        var admission = meeting.Admission(meeting.Host, participant, leaf.Public, ulong.MaxValue);
        return Encoding.UTF8.GetBytes(maker.OfHost(command, ReportMaker.Evidence(said, participant, leaf, admission, StagedMeeting.Text(stamp))).ToJsonString());
    }
}
