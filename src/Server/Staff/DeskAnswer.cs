// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Server.Staff;

/// <summary>All that a member of staff is shown (docs/protocol/staff.md section 2). There is no list of meetings or people, and no search.</summary>
internal sealed record DeskAnswer(
    string Me, DateTimeOffset Now, string Origin, string RpId, StateView Roster, StateView Policy, CountsView Counts, RateView Rate,
    IReadOnlyList<ReportView> Reports, IReadOnlyList<RequestView> Requests, IReadOnlyList<ProposalView> Proposals, IReadOnlyList<OrderView> Orders,
    IReadOnlyList<AppealView> Appeals, IReadOnlyList<DeedView> Mine);

/// <summary>A roster or policy as it stands in the log.</summary>
internal sealed record StateView(byte[] Value, string Hash, ulong Index);

internal sealed record CountsView(int Meetings, int People, int Accounts);

internal sealed record RateView(int Proposed, int Authorised, int Refused, int Reversed, int Appealed, int Overturned);

internal sealed record ReportView(string Report, string Sha256, long Bytes);

internal sealed record RequestView(string Request, ulong Index, DateTimeOffset Received, byte[]? Details, DateTimeOffset? Opens);

internal sealed record ProposalView(
    byte[] Proposal, ulong Index, SubjectBody? Subject, CaseBody? Case, string? Payload, IReadOnlyList<string> Approvals, IReadOnlyList<string> Missing);

internal sealed record OrderView(
    string Order, ulong Index, byte[] Proposal, IReadOnlyList<string> Approvers, string State, DateTimeOffset Earliest, DateTimeOffset? NoticeAt, DateTimeOffset? ActedAt,
    string? Why, IReadOnlyCollection<string> Vetoes, SubjectBody? Subject, CaseBody? Case, string? Yours);

internal sealed record AppealView(string Appeal, string Order, string Text, DateTimeOffset Filed, DateTimeOffset Due, bool Decided);

internal sealed record DeedView(DateTimeOffset Time, string What, string Id);
