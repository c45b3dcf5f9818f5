// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using Vigil.Orders;
using Vigil.Orders.Actions;
using Vigil.Orders.Reasons;
using Vigil.Orders.State;
using Vigil.Tlog.Entries;

namespace Vigil.Server.Staff;

/// <summary>Where the entries about one order stand, and when and why it was over.</summary>
internal sealed class OrderTrace
{
    public ulong? Notice { get; set; }
    public ulong? Act { get; set; }
    public ulong? Over { get; set; }
    public DateTimeOffset? OverAt { get; set; }
}

/// <summary>One thing that a member of staff did, for that member's own history.</summary>
internal sealed record Deed(DateTimeOffset Time, string Member, string What, string Id);

/// <summary>
/// Signposts into the log that the rules do not need and people do: which entry said it, who did what, how often. Fed with every entry that the
/// rules took; nothing rests on it.
/// </summary>
internal sealed class Journal
{
    private readonly Dictionary<string, OrderTrace> _orders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ulong> _states = new(StringComparer.Ordinal);
    private readonly Dictionary<string, byte[]> _details = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _decisions = new(StringComparer.Ordinal);
    private readonly List<Deed> _deeds = [];

    public Rates Rates { get; } = new();

    public IReadOnlyList<Deed> Deeds => _deeds;

    public OrderTrace TraceOf(string order) => _orders.GetValueOrDefault(order) ?? new OrderTrace();

    /// <summary>Where the roster or policy with this state hash came in force.</summary>
    public ulong IndexOfState(string hash) => _states.GetValueOrDefault(hash);

    /// <summary>What a request asked, as far as it lies open.</summary>
    public byte[]? DetailsOf(string request) => _details.GetValueOrDefault(request);

    /// <summary><c>upheld</c>, <c>overturned</c> or <c>silence</c>; null while nobody has decided.</summary>
    public string? DecisionOn(string appeal) => _decisions.GetValueOrDefault(appeal);

    public void Note(ulong index, LogEntry entry, OrderLog orders)
    {
        Rates.Count(entry);
        switch (entry.Type)
        {
            case EntryTypes.Genesis: NoteState(index, entry); break;
            case EntryTypes.RosterChange or EntryTypes.PolicyChange:
                NoteState(index, entry);
                Trace(OrderOf(entry)).Act = index;
                break;
            case EntryTypes.ActionProposed: _deeds.Add(new Deed(entry.Time, orders.FindProposal(entry.Id)!.Proposal.Proposer, "proposed", entry.Id)); break;
            case EntryTypes.ActionAuthorised or EntryTypes.Breakglass: NoteApprovers(entry, orders); break;
            case EntryTypes.ActionReversed or EntryTypes.AppealDecided:
                NoteApprovers(entry, orders);
                NoteDecision(index, entry, orders);
                break;
            case EntryTypes.ActionExecuted or EntryTypes.DataDisclosed: Trace(OrderOf(entry)).Act = index; break;
            case EntryTypes.DataNone when entry.Body.TryGetProperty("order", out var order): Trace(order.GetString()!).Act = index; break;
            case EntryTypes.NoticeSent: Trace(OrderOf(entry)).Notice ??= index; break;
            case EntryTypes.ActionVetoed: NoteVeto(index, entry, orders); break;
            case EntryTypes.ActionExpired: NoteExpiry(index, entry, orders); break;
            case EntryTypes.RequestReceived or EntryTypes.RequestOpened: NoteRequest(entry, orders); break;
            case EntryTypes.WitnessChange or EntryTypes.ServerKey or EntryTypes.Statement: NoteChange(index, entry, orders); break;
        }
    }

    private void NoteState(ulong index, LogEntry entry) => _states[Convert.ToHexStringLower(SHA256.HashData(entry.Bytes.Span))] = index;

    private void NoteApprovers(LogEntry entry, OrderLog orders)
    {
        foreach (var approval in entry.Body.GetProperty("approvals").EnumerateArray()) { NoteDeed(entry, approval.GetProperty("cred").GetString()!, "approved", entry.Id, orders); }
    }

    private void NoteDeed(LogEntry entry, string credential, string what, string id, OrderLog orders)
    {
        if (orders.Roster?.TryFindCredential(credential, out var member, out _) == true) { _deeds.Add(new Deed(entry.Time, member!.Id, what, id)); }
    }

    private void NoteDecision(ulong index, LogEntry entry, OrderLog orders)
    {
        var target = entry.Body.GetProperty("target").GetString()!;
        if (entry.Type == EntryTypes.ActionReversed) { NoteOver(index, entry, target); return; }
        var isOverturned = entry.Body.GetProperty("action").GetString() == ActionTraits.Of(OrderAction.AppealOverturn).Name;
        _decisions[target] = isOverturned ? "overturned" : "upheld";
        if (isOverturned) { NoteOver(index, entry, orders.FindAppeal(target)!.Order.Id); }
    }

    private void NoteVeto(ulong index, LogEntry entry, OrderLog orders)
    {
        var order = OrderOf(entry);
        NoteDeed(entry, entry.Body.GetProperty("approvals")[0].GetProperty("cred").GetString()!, "vetoed", order, orders);
        if (orders.FindOrder(order)!.Ended == OrderReason.Vetoed) { NoteOver(index, entry, order); }
    }

    private void NoteExpiry(ulong index, LogEntry entry, OrderLog orders)
    {
        var order = OrderOf(entry);
        NoteOver(index, entry, order);
        if (entry.Body.GetProperty("reason").GetString() == "silence") { _decisions[orders.FindOrder(order)!.NewestAppeal!.Id] = "silence"; }
    }

    private void NoteRequest(LogEntry entry, OrderLog orders)
    {
        var id = entry.Type == EntryTypes.RequestOpened ? entry.Body.GetProperty("request").GetString()! : entry.Id;
        if (entry.Body.TryGetProperty("details", out var details)) { _details[id] = details.GetBytesFromBase64(); }
        if (entry.Body.TryGetProperty("by", out var by)) { NoteDeed(entry, by.GetProperty("cred").GetString()!, "recorded", id, orders); }
    }

    /// <summary>These types are older than orders and name none: the order is the one that approved exactly these words.</summary>
    private void NoteChange(ulong index, LogEntry entry, OrderLog orders)
    {
        var payload = entry.Type switch
        {
            EntryTypes.WitnessChange => Text("policy"),
            EntryTypes.ServerKey => $"{Text("purpose")}\n{Text("key")}",
            _ => entry.Body.TryGetProperty("next_due", out var due) ? $"{Text("text")}\n{due.GetString()}" : "",
        };
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(payload)));
        if (orders.Orders.FirstOrDefault(o => o.Proposal.Payload == hash && o.ActedAt == entry.Time && TraceOf(o.Id).Act is null) is { } order) { Trace(order.Id).Act = index; }

        string Text(string name) => entry.Body.GetProperty(name).GetString()!;
    }

    private void NoteOver(ulong index, LogEntry entry, string order)
    {
        var trace = Trace(order);
        (trace.Over, trace.OverAt) = (index, entry.Time);
    }

    private OrderTrace Trace(string order)
    {
        if (!_orders.TryGetValue(order, out var trace)) { _orders[order] = trace = new OrderTrace(); }
        return trace;
    }

    private static string OrderOf(LogEntry entry) => entry.Body.GetProperty("order").GetString()!;
}

/// <summary>How often staff decided which way: who decides should know it.</summary>
internal sealed class Rates
{
    public int Proposed { get; private set; }
    public int Authorised { get; private set; }
    public int Refused { get; private set; }
    public int Reversed { get; private set; }
    public int Appealed { get; private set; }
    public int Overturned { get; private set; }

    public void Count(LogEntry entry)
    {
        switch (entry.Type)
        {
            case EntryTypes.ActionProposed: Proposed++; break;
            case EntryTypes.ActionAuthorised or EntryTypes.Breakglass: Authorised++; break;
            case EntryTypes.ActionRefused: Refused++; break;
            case EntryTypes.ActionReversed: Reversed++; break;
            case EntryTypes.AppealFiled: Appealed++; break;
            case EntryTypes.AppealDecided when entry.Body.GetProperty("action").ValueEquals("appeal.overturn"): Overturned++; break;
        }
    }
}
