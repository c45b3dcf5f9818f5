// SPDX-License-Identifier: Apache-2.0
using Vigil.Orders.Actions;
using Vigil.Orders.Entries;
using Vigil.Orders.State;
using Vigil.Server.Signalling.Rooms;
using Vigil.Server.Storage;
using Vigil.Tlog.Entries;

namespace Vigil.Server.Staff;

/// <summary>
/// Does what is due, so that nobody presses a button: notices, acts, expiries, openings, and giving back. Looks once a second, and whenever
/// somebody has just changed something. Everything that it needs stands in the log: a look after a crash is like any other.
/// </summary>
internal sealed class OrderClock(
    OrderBook book, OrderGate gate, NoticeMaker notices, SealedRequestStore seals, Matters matters, News news, Announcements announcements,
    MeetingRooms rooms, RefusedActs refused, UnfinishedApprovals unfinished, Retention retention, TimeProvider time, ILogger<OrderClock> logger) : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <summary>Entries are dated to the second, and one dated a second after <c>opens</c> would be late.</summary>
    private static readonly TimeSpan OpenEarly = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    /// <summary>The first look is over when this returns, or the server does not start: nobody joins what is ended.</summary>
    public async Task StartAsync()
    {
        await LookAsync();
        // A log begins with staff or never has any: without them there is nothing to look at.
        if (await book.UseAsync(open => open.HasStaff)) { _running = RunAsync(); }
    }

    /// <remarks>
    /// (1) what has expired, before anything of it is carried out; of proposals, who had approved them
    /// (2) whom to tell, of what
    /// (3) what is due
    /// (4) sealed requests whose day has come
    /// (5) rooms and accounts in step with all that
    /// </remarks>
    public Task LookAsync() => book.UseAsync(async open =>
    {
        if (!open.HasStaff) { return 0; }
        var orders = open.Orders.Orders.ToArray();
        // (1)
        foreach (var order in orders)
        {
            if (OrderStates.Expiry(order, open.Orders.Policy!.Silence, open.Now) is { } why) { Note(await open.AppendAsync(OrderEntries.Expired(open.NewId(), open.Now, order.Id, why))); }
        }
        foreach (var proposal in unfinished.Proposals()) { Note(await unfinished.TellAsync(proposal, open)); }
        // (2)
        foreach (var order in orders) { Note(await notices.TellAsync(order, open)); }
        // (3)
        foreach (var order in orders) { await ActAsync(order, open); }
        // (4)
        foreach (var request in open.Orders.Requests.Where(r => r.Details is null).ToArray()) { await OpenAsync(request, open); }
        // (5)
        gate.Reconcile(open);
        foreach (var order in orders) { Announce(order, open); }
        retention.Run(open);
        return 0;
    });

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            await Task.Delay(Every, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!_stop.IsCancellationRequested) { await TryLookAsync(); }
        }
    }

    /// <summary>The one place that catches: a full disk today is no reason not to look again.</summary>
    public async Task TryLookAsync()
    {
        try { await LookAsync(); }
        catch (Exception e) { logger.LookFailed(e.GetType().Name, e.StackTrace); }
    }

    /// <summary>Reading and disclosing wait for the person who is to have the data, a change of witnesses for the start with the new policy file.</summary>
    private async Task ActAsync(Order order, OpenBook open)
    {
        var traits = order.Proposal.Traits;
        if (traits.IsData || order.Proposal.Action == OrderAction.WitnessChange || refused.Has(order.Id)) { return; }
        if (open.Orders.CheckAct(order.Id, open.Now).Count > 0) { return; }
        var written = traits.ConcernsSomebody ? await gate.ActAsync(order, open) : await gate.ChangeAsync(order, open);
        Note(written);
        if (written.Refusals.Count > 0) { await refused.NoteAsync(order, written.Refusals, open); }
    }

    private async Task OpenAsync(Request request, OpenBook open)
    {
        if (open.Now < request.Opens - OpenEarly || seals.Find(request.Id) is not { } kept) { return; }
        using var salt = new SubjectSalt(kept.Salt);
        var written = await open.AppendAsync(OrderEntries.RequestOpened(open.NewId(), open.Now, request.Id, salt, kept.Details));
        Note(written);
        if (written.IsThere) { seals.Forget(request.Id); }
    }

    private void Announce(Order order, OpenBook open)
    {
        var isComing = order is { NoticeAt: not null, ActedAt: null, Proposal.Traits: { SubjectKind: "meeting", IsData: false } } && order.Stands;
        if (isComing == announcements.Has(order.Id)) { return; }
        if (!isComing) { announcements.Remove(order.Id); return; }
        if (matters.MeetingOf(order) is not { } meeting) { return; }
        var told = news.Of(order, open);
        if (announcements.Add(order.Id, meeting.Id, told)) { rooms.TellOfOrder(meeting.Id, told); }
    }

    private void Note(Written? written)
    {
        if (written?.Problem is { } problem) { logger.LogIsDown(problem); }
    }
}
