// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Vigil.Orders;
using Vigil.Orders.Entries;
using Vigil.Orders.Reasons;
using Vigil.Orders.State;
using Vigil.Server.Storage;

namespace Vigil.Server.Staff;

/// <summary>
/// Between orders and what they do: the only caller of <see cref="Powers"/>. It asks the log and nothing else; no option, variable or role leads
/// around it.
/// </summary>
internal sealed class OrderGate(Inclusion inclusion, Matters matters, EvidenceCheck evidence, NoticeStore notices, News news, Sanctions sanctions, Powers powers, ILogger<OrderGate> logger)
{
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);

    /// <summary>Ends, suspends or breaks the glass, if everything is as it must be.</summary>
    public async Task<Written> ActAsync(Order order, OpenBook book)
    {
        if (Refuse(order, book) is { } refusals) { return new Written(0, refusals); }
        // The entry first: a server that stops here does the rest at its start.
        var written = await book.AppendAsync(OrderEntries.Executed(book.NewId(), book.Now, order.Id));
        if (written.IsThere) { Enforce(order, book); }
        return written;
    }

    /// <summary>What is held of an account, for the person whom the order names; null if it is nothing.</summary>
    public async Task<(Written Written, JsonObject? Record)> ReadAsync(Order order, OpenBook book)
    {
        if (Refuse(order, book) is { } refusals) { return (new Written(0, refusals), null); }
        var record = matters.AccountOf(order) is { } account ? powers.ReadUserRecord(account, order.Proposal.Classes, book) : null;
        var act = record is null
            ? OrderEntries.NothingHeld(book.NewId(), book.Now, order.Id, null)
            : OrderEntries.Executed(book.NewId(), book.Now, order.Id);
        var written = await book.AppendAsync(act);
        return (written, written.IsThere ? record : null);
    }

    /// <summary>The same as a file that its recipient alone can open; null if nothing is held.</summary>
    public async Task<(Written Written, byte[]? File)> DiscloseAsync(Order order, OpenBook book)
    {
        if (Refuse(order, book) is { } refusals) { return (new Written(0, refusals), null); }
        var file = matters.AccountOf(order) is { } account ? powers.DiscloseUserRecord(order, account, book) : null;
        var act = file is null
            ? OrderEntries.NothingHeld(book.NewId(), book.Now, order.Id, null)
            : OrderEntries.Disclosed(book.NewId(), book.Now, order.Id, order.Proposal.Classes, SHA256.HashData(file));
        var written = await book.AppendAsync(act);
        return (written, written.IsThere ? file : null);
    }

    /// <summary>A change of roster, policy, keys or the promised statement: the entry is the act.</summary>
    public async Task<Written> ChangeAsync(Order order, OpenBook book)
    {
        if (Refuse(order, book) is { } refusals) { return new Written(0, refusals); }
        return matters.PayloadOf(order.Proposal) is { } payload && Payloads.MakeAct(order, payload, book) is { } act
            ? await book.AppendAsync(act)
            : new Written(0, [new Refusal(OrderReason.PayloadMismatch)]);
    }

    /// <summary>Brings what is ended and suspended in step with the log: does what an order did before a restart, gives back what is over.</summary>
    public void Reconcile(OpenBook book)
    {
        foreach (var order in book.Orders.Orders)
        {
            var isInForce = OrderStates.IsInForce(order, book.Now) && CanBeAnswered(order);
            if (isInForce == sanctions.Has(order.Id)) { continue; }
            if (isInForce) { Enforce(order, book); }
            else if (order.Proposal.Traits.SubjectKind == "meeting") { powers.RestoreMeeting(order.Id); }
            else { powers.RestoreAccount(order.Id); }
        }
    }

    /// <remarks>
    /// (1) the order's entry is in our own log, as everybody sees it   <see cref="Inclusion.IsProven"/>
    /// (2) nothing in the log speaks against carrying it out now       <see cref="OrderLog.CheckAct"/>
    /// (3) what is kept opens its commitment, and exists
    /// (4) its evidence is genuine, and about them   <see cref="EvidenceCheck"/>
    /// (5) the person concerned can read why, and object   <see cref="CanBeAnswered"/>
    /// </remarks>
    private IReadOnlyList<Refusal>? Refuse(Order order, OpenBook book)
    {
        // (1)
        if (!inclusion.IsProven(order)) { return [new Refusal(OrderReason.UnknownOrder)]; }
        // (2)
        if (book.Orders.CheckAct(order.Id, book.Now) is { Count: > 0 } refusals) { return refusals; }
        // (3)
        if (!IsAboutSomebody(order, book)) { return [new Refusal(OrderReason.OpeningMismatch)]; }
        // (4)
        if (evidence.FindFault(order.Proposal, matters.SubjectOf(order.Proposal)) is { } unproven) { return [unproven]; }
        // (5)
        return CanBeAnswered(order) ? null : [new Refusal(OrderReason.NoNotice)];
    }

    /// <summary>Whoever takes the notice out of the database takes the effect with it: there is no appeal without it.</summary>
    private bool CanBeAnswered(Order order) => order.NoticeAt is null || notices.Find(order.Id) is not null;

    private bool IsAboutSomebody(Order order, OpenBook book)
    {
        var traits = order.Proposal.Traits;
        if (!traits.ConcernsSomebody) { return true; }
        if (matters.SubjectOf(order.Proposal) is not { } subject || !matters.IsSameAsTarget(order.Proposal, subject, book)) { return false; }
        // Asked about an account that is gone, the answer is that nothing is held.
        return traits.IsData || (traits.SubjectKind == "meeting" ? matters.MeetingOf(order) is not null : matters.AccountOf(order) is not null);
    }

    private void Enforce(Order order, OpenBook book)
    {
        var isMeeting = order.Proposal.Traits.SubjectKind == "meeting";
        if (!inclusion.IsProven(order)) { Say(order, "its entry is not proven"); }
        else if (isMeeting && matters.MeetingOf(order) is { } meeting) { powers.EndMeeting(order, meeting, news.Of(order, book)); }
        else if (!isMeeting && matters.AccountOf(order) is { } account) { powers.SuspendAccount(order, account, news.Of(order, book)); }
        else { Say(order, "what is kept does not open its commitment, or is gone"); }
    }

    /// <summary>Once for each order: it is looked at every second.</summary>
    private void Say(Order order, string reason)
    {
        if (_said.Add(order.Id)) { logger.NotCarriedOut(order.Index, reason); }
    }
}
