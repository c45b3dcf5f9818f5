// SPDX-License-Identifier: Apache-2.0
using Vigil.Orders.Proposals;
using Vigil.Orders.Reasons;
using Vigil.Server.Meetings;
using Vigil.Server.Reports;

namespace Vigil.Server.Staff;

/// <summary>
/// Whether evidence of grade E1 is what it is called: a report that was verified here, and that hits whom the sanction hits. A meeting answers for what its
/// host signed, and not for what a guest said in it (docs/protocol/staff.md section 3).
/// </summary>
/// <remarks>Nothing ties an account to a meeting, so of a suspension only this is known: that its evidence is a genuine report.</remarks>
internal sealed class EvidenceCheck(ReportStore reports)
{
    private const string Signed = "E1:";

    /// <summary>What speaks against a proposal's evidence; null if nothing does. Whether E1 is needed at all is for the rules to say.</summary>
    public Refusal? FindFault(Proposal p, SubjectBody? subject)
    {
        if (!p.Traits.IsSanction) { return null; }
        string[] signed = [.. p.Evidence.Where(evidence => evidence.StartsWith(Signed, StringComparison.Ordinal)).Select(evidence => evidence[Signed.Length..])];
        var genuine = signed.Select(FindGenuine).ToArray();
        if (Array.IndexOf(genuine, null) is >= 0 and var unknown) { return new Refusal(OrderReason.EvidenceUnknown, signed[unknown]); }
        var isAimed = signed.Length == 0 || p.Traits.SubjectKind != "meeting" || genuine.Any(report => ConvictsHost(report!, subject?.Id));
        return isAimed ? null : new Refusal(OrderReason.EvidenceOfAnother);
    }

    /// <summary>Verified again: what lies in the folder may have been put there by hand.</summary>
    private Report? FindGenuine(string sha256) =>
        reports.FindBySha256(sha256) is { } bytes && Report.TryParse(bytes, out var report) && ReportVerifier.Verify(report!) == ReportProblem.None ? report : null;

    /// <summary>A message of that meeting, signed by somebody whom the host's key had made a host.</summary>
    private static bool ConvictsHost(Report report, string? meeting) =>
        report.Meeting.Id.Text == meeting && CoHosts.TryRead(report, out var chain) && report.Messages.Any(message => chain!.IsHost(message.LeafKey));
}
