// SPDX-License-Identifier: Apache-2.0
using Vigil.Orders.Approvals;
using Vigil.Orders.Entries;
using Vigil.Orders.Reasons;
using Vigil.Orders.State;
using Vigil.Server.Storage;

namespace Vigil.Server.Staff;

/// <summary>
/// Approvals that never became an order. When the time of their proposal is over the log says who was willing: what several tried together and did not
/// reach is an attempt like any other.
/// </summary>
internal sealed class UnfinishedApprovals(ApprovalStore approvals)
{
    /// <summary>As many as an entry carries.</summary>
    private const int Most = 16;

    public async Task<Written?> TellAsync(string proposal, OpenBook book)
    {
        if (book.Orders.FindProposal(proposal) is not { IsUsed: false } proposed || book.Now < proposed.Proposal.Expires) { return null; }
        var signed = approvals.Of(proposal).Where(kept => IsSigned(kept, proposed, book)).Take(Most).ToArray();
        if (signed.Length == 0)
        {
            // Nobody signed these: somebody wrote them into the table.
            approvals.Forget(proposal);
            return null;
        }
        var why = book.Orders.JudgeApprovals(proposed.Bytes.Span, signed, book.Now).Refusals;
        var written = await book.AppendAsync(OrderEntries.Refused(book.NewId(), book.Now, "approve", why, proposed.Bytes, signed));
        if (written.IsThere) { approvals.Forget(proposal); }
        return written;
    }

    public IReadOnlyList<string> Proposals() => approvals.Proposals();

    private static bool IsSigned(Assertion approval, ProposedOrder proposed, OpenBook book) =>
        AssertionCheck.Verify(approval, book.Orders.Roster!, book.Orders.Site!, SigningPurpose.Approve.Challenge(proposed.Bytes.Span), out _) == OrderReason.None;
}
