// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Vigil.Server.Crypto;
using Vigil.Server.Stamps;

namespace Vigil.Server.Reports;

/// <summary>
/// What a report file proves to somebody who has nothing else: <c>vigil report verify</c>. <paramref name="Code"/> is
/// <c>good</c>, or the reason why it proves nothing.
/// </summary>
public sealed record ReportCheck(string Code, string Words, string? Meeting, string? StampKey, string? Note, IReadOnlyList<CheckedMessage> Messages)
{
    public bool IsGood => Code == ReportProblem.None.Code();

    public static ReportCheck Of(ReadOnlySpan<byte> json)
    {
        if (!Report.TryParse(json, out var report)) { return new ReportCheck(ReportProblem.Malformed.Code(), ReportProblem.Malformed.Words(), null, null, null, []); }
        var problem = ReportVerifier.Verify(report!);
        // What was not shown to be true is not repeated.
        if (problem != ReportProblem.None) { return new ReportCheck(problem.Code(), problem.Words(), null, null, null, []); }
        return new ReportCheck(
            problem.Code(), problem.Words(), report!.Meeting.Id.Text, Convert.ToBase64String([1, .. report.StampKey.Span]), report.Note,
            [.. report.Messages.Select(CheckedMessage.Of)]);
    }
}

/// <summary>One message, as its sender signed it and the server stamped it.</summary>
public sealed record CheckedMessage(string Participant, string LeafKey, ulong Seq, DateTimeOffset Time, string Content)
{
    internal static CheckedMessage Of(ReportedMessage message)
    {
        _ = Stamp.TryParse(message.Stamp, out var stamp);
        var time = DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Min(stamp.Time, (ulong)DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));
        return new CheckedMessage(StrictBase64Url.Encode(message.Participant.Span), StrictBase64Url.Encode(message.LeafKey.Span), stamp.Seq, time, Encoding.UTF8.GetString(message.Content));
    }
}
