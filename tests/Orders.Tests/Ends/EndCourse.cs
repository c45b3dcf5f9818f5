// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using Vigil.Orders.Approvals;
using Vigil.Orders.Entries;
using Vigil.Orders.Proposals;
using Vigil.Orders.Tests.Support;
using Vigil.Tlog.Entries;

namespace Vigil.Orders.Tests.Ends;

/// <summary>An order to end one meeting, from proposal to act; each case does one step of it otherwise.</summary>
internal sealed record EndCourse(string Name)
{
    public const string Meeting = "q2d5f6hjk7mn3pqr4stv2wxyza";
    public static readonly byte[] Salt = SHA256.HashData("salt of the end"u8);

    public Action<World> Before { get; init; } = _ => { };
    public Func<World, Proposal, Proposal> Draft { get; init; } = (_, p) => p;
    public Func<World, Proposal, LogEntry?> Propose { get; init; } = (world, p) => world.Proposed(p);
    public Action<World> BeforeApproving { get; init; } = _ => { };
    public Func<World, Proposal, LogEntry> Authorise { get; init; } = (world, p) => world.Authorised(p, "ben", "dee", "fay");
    public Func<World, string, LogEntry?> Notice { get; init; } = (world, order) => world.Notice(order);
    public TimeSpan Wait { get; init; } = TimeSpan.FromMinutes(15);
    public Action<World, string> BeforeAct { get; init; } = (_, _) => { };
    public Func<World, string, LogEntry?> Act { get; init; } = (world, order) => world.Executed(order);

    public Action<World, string> After { get; init; } = (_, _) => { };

    /// <summary>The notice comes in after the act.</summary>
    public bool IsNoticeLast { get; init; }
    public Func<World, LogEntry>? Genesis { get; init; }

    /// <summary>Of the meeting in which somebody asks.</summary>
    public string Asked { get; init; } = Meeting;

    /// <summary>What a reader of the named entries says, if not what the log says.</summary>
    public string? Reader { get; init; }

    public EndCase Play(World beginning)
    {
        var world = new World(beginning) { Now = World.Begin.AddDays(1) };
        var indexes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        Before(world);
        var p = Draft(world, world.Draft("meeting.end") with { Subject = Commit() });
        Take(world, indexes, "proposal", Propose(world, p));
        BeforeApproving(world);
        (indexes["roster"], indexes["policy"]) = ((int)world.Log.Roster!.Index, (int)world.Log.Policy!.Index);
        FindRequest(world, p, indexes);
        var order = Take(world, indexes, "order", Authorise(world, p))!.Id;
        if (!IsNoticeLast) { Take(world, indexes, "notice", Notice(world, order)); }
        world.Now += Wait;
        BeforeAct(world, order);
        Take(world, indexes, "act", Act(world, order));
        if (IsNoticeLast) { Take(world, indexes, "notice", Notice(world, order)); }
        After(world, order);
        if (world.Entries.FindIndex(e => e.Type is EntryTypes.ActionReversed or EntryTypes.ActionExpired) is >= 0 and var over) { indexes["over"] = over; }

        LogEntry[] entries = [Genesis?.Invoke(world) ?? world.Genesis, .. world.Entries.Skip(1)];
        return new EndCase(Name, entries, indexes, order, Asked, ReasonsIn(entries), Reader ?? (ReasonsIn(entries) is { Length: > 0 } reasons ? reasons : "ended"));
    }

    /// <summary>What the log says of the first entry against which something speaks.</summary>
    public static string ReasonsIn(IReadOnlyList<LogEntry> entries)
    {
        var log = new OrderLog(TestSite.Origin);
        return entries.Select((entry, index) => World.Texts(log.Apply((ulong)index, entry))).FirstOrDefault(reasons => reasons.Length > 0) ?? "";
    }

    public static string Commit()
    {
        using var salt = new SubjectSalt(Salt);
        return Convert.ToBase64String(SubjectCommitment.Compute(salt, "meeting", Meeting));
    }

    /// <summary>An approval that differs in one thing from the good one.</summary>
    public static Func<World, Proposal, LogEntry> ApprovedWith(Func<AssertionParts, AssertionParts> change) => Approved((world, p) =>
        world.Staff["fay"].Sign(change(new AssertionParts { Challenge = SigningPurpose.Approve.Challenge(p.ToBytes()) })));

    public static Func<World, Proposal, LogEntry> Approved(Func<World, Proposal, Assertion> last) => (world, p) =>
    {
        var bytes = p.ToBytes();
        Assertion[] approvals = [.. new[] { "ben", "dee" }.Select(a => world.Staff[a].Sign(SigningPurpose.Approve, bytes)), last(world, p)];
        return OrderEntries.Authorising(world.NewId(), world.Now, p, bytes, approvals);
    };

    public static Func<World, Proposal, LogEntry> By(params string[] approvers) => (world, p) => world.Authorised(p, approvers);

    /// <summary>The members beside the proposal say something else.</summary>
    public static Func<World, Proposal, LogEntry> Saying(Func<Proposal, Proposal> change) => (world, p) =>
        OrderEntries.Authorising(
            world.NewId(), world.Now, change(p), p.ToBytes(), [.. new[] { "ben", "dee", "fay" }.Select(a => world.Staff[a].Sign(SigningPurpose.Approve, p.ToBytes()))]);

    /// <summary>Other bytes than those of a proposal, signed by everybody.</summary>
    public static byte[] Respelled(Proposal p, string from, string to) =>
        Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(p.ToBytes()).Replace(from, to, StringComparison.Ordinal));

    private static LogEntry? Take(World world, SortedDictionary<string, int> indexes, string name, LogEntry? entry)
    {
        if (entry is null) { return null; }
        indexes[name] = world.Entries.Count;
        world.Apply(entry);
        return entry;
    }

    private static void FindRequest(World world, Proposal p, SortedDictionary<string, int> indexes)
    {
        if (world.Entries.FindIndex(e => e.Id == p.Requester.Request) is >= 0 and var request) { indexes["request"] = request; }
        if (world.Entries.FindIndex(e => e.Type == EntryTypes.RequestOpened) is >= 0 and var opened) { indexes["opened"] = opened; }
    }
}

/// <summary>A log, where an order is said to stand in it, and what is to be said of that.</summary>
internal sealed record EndCase(
    string Name, IReadOnlyList<LogEntry> Entries, IReadOnlyDictionary<string, int> Indexes, string Order, string Meeting, string Reasons, string Reader);
