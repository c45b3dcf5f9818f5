// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using Vigil.Orders.Approvals;
using Vigil.Orders.Entries;
using Vigil.Orders.Proposals;
using Vigil.Orders.Tests.Support;
using Vigil.Tlog.Entries;

namespace Vigil.Orders.Tests.Properties;

/// <summary>One move of a random play: what, and three numbers that choose.</summary>
internal sealed record Move(int Kind, int A, int B, int C);

/// <summary>
/// Staff who try whatever comes to mind. With a gate only entries against which nothing speaks are appended; without one the insider
/// writes everything into the log.
/// </summary>
internal sealed class Player(IReadOnlyList<TestMember> staff, byte[] policy, bool hasGate)
{
    private static readonly string[] Actions = ["meeting.end", "account.suspend", "breakglass.meeting"];
    private static readonly TimeSpan[] Steps = [TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(20), TimeSpan.FromHours(12), TimeSpan.FromDays(2), TimeSpan.FromDays(31)];

    private readonly World _world = new([.. staff.Take(7)], policy);
    private readonly List<Proposal> _proposals = [];
    private readonly List<(string Id, string Action)> _orders = [];
    private readonly Dictionary<string, byte[]> _rosters = [];

    public IReadOnlyList<LogEntry> Log => _world.Entries;

    public void Play(IEnumerable<Move> moves)
    {
        _world.Staff["hal"] = staff[7];
        foreach (var move in moves) { Play(move); }
    }

    private void Play(Move move)
    {
        switch (move.Kind)
        {
            case 0 or 1: Propose(move); break;
            case 2 or 3 or 4: Authorise(move); break;
            case 5: Add(OrderOf(move.A) is { } told ? _world.Notice(told.Id) : null); break;
            case 6 or 7: Act(move); break;
            case 8: _world.Now += Steps[move.A % Steps.Length]; break;
            case 9: Reverse(move); break;
            case 10: ProposeRoster(move); break;
            case 11: Add(OrderOf(move.A) is { } over ? OrderEntries.Expired(_world.NewId(), _world.Now, over.Id, new[] { "unused", "term", "unratified" }[move.B % 3]) : null); break;
            default: AllAtOnce(move); break;
        }
    }

    /// <summary>The whole course as it should be, but for the people, who are chosen by chance; and the waiting, which is left out once in a while.</summary>
    private void AllAtOnce(Move move)
    {
        Propose(move with { B = 0 });
        Authorise(new Move(0, _proposals.Count - 1, move.B, move.C));
        if (_orders.Count == 0) { return; }
        Add(_world.Notice(_orders[^1].Id));
        if (move.C % 4 > 0) { _world.Now += TimeSpan.FromDays(1); }
        Act(new Move(0, _orders.Count - 1, 0, 0));
    }

    private void Propose(Move move)
    {
        var by = Name(move.A);
        var draft = _world.Draft(Actions[move.C % Actions.Length], by);
        var country = new[] { null, "CN", "DE", "FR" }[move.B % 4];
        var proposal = draft with
        {
            Requester = country is null ? draft.Requester : new Requester(Requester.Government, country, _world.Request(country)),
            Reviewer = Name(move.A + (move.C / 3 % 2)),
            Until = draft.Until is null ? null : move.C % 5 == 4 ? draft.Until.Value.AddHours(1) : draft.Until,
        };
        if (Add(_world.Proposed(proposal, move.B % 9 == 8 ? Name(move.A + 1) : null))) { _proposals.Add(proposal); }
    }

    private void ProposeRoster(Move move)
    {
        TestMember[] next = move.A % 2 == 0 ? [.. staff.Take(7), staff[7].From(_world.Now)] : [.. staff.Take(7)];
        var roster = TestJson.Roster(next);
        var proposal = _world.Draft("roster.change") with { Payload = Convert.ToHexStringLower(SHA256.HashData(roster)) };
        _rosters[proposal.Id] = roster;
        if (!Add(_world.Proposed(proposal))) { return; }
        _proposals.Add(proposal);
        Authorise(new Move(0, _proposals.Count - 1, move.B, move.C));
        if (move.C % 3 == 0 || _orders.Count == 0) { return; }
        _world.Now += TimeSpan.FromDays(4);
        Act(new Move(0, _orders.Count - 1, 0, 0));
    }

    private void Authorise(Move move)
    {
        if (_proposals.Count == 0) { return; }
        var proposal = _proposals[Math.Abs(move.A) % _proposals.Count];
        var count = 2 + (move.C % 3);
        var approvers = Enumerable.Range(0, count).Select(n => Name(move.B + (n * (1 + (move.C / 3 % 3))))).ToArray();
        var entry = _world.Authorised(proposal, approvers);
        if (move.C % 11 == 10) { entry = Forge(proposal, approvers); }
        if (!Add(entry)) { return; }
        _orders.Add((entry.Id, proposal.Traits.Name));
        if (_rosters.TryGetValue(proposal.Id, out var roster)) { _rosters[entry.Id] = roster; }
    }

    /// <summary>One approval that its owner never gave.</summary>
    private LogEntry Forge(Proposal proposal, string[] approvers)
    {
        var bytes = proposal.ToBytes();
        var approvals = approvers.Select(a => _world.Staff[a].Sign(SigningPurpose.Approve, bytes)).ToArray();
        approvals[0] = approvals[0] with { Signature = approvals[^1].Signature };
        return OrderEntries.Authorising(_world.NewId(), _world.Now, proposal, bytes, approvals);
    }

    private void Act(Move move)
    {
        if (OrderOf(move.A) is not { } order) { return; }
        Add(_rosters.TryGetValue(order.Id, out var roster)
            ? OrderEntries.RosterChange(_world.NewId(), _world.Now, order.Id, roster)
            : _world.Executed(order.Id));
    }

    private void Reverse(Move move)
    {
        if (OrderOf(move.A) is { } order) { Add(_world.Authorised(_world.Draft("order.reverse", Name(move.B)) with { Target = order.Id }, Name(move.B))); }
    }

    private bool Add(LogEntry? entry)
    {
        if (entry is null || (hasGate && _world.Log.Check((ulong)_world.Entries.Count, entry).Count > 0)) { return false; }
        _world.Apply(entry);
        return true;
    }

    private (string Id, string Action)? OrderOf(int number) => _orders.Count == 0 ? null : _orders[Math.Abs(number) % _orders.Count];

    private string Name(int number) => staff[Math.Abs(number) % staff.Count].Id;
}
