// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Vigil.Orders.Actions;
using Vigil.Orders.Approvals;
using Vigil.Orders.Entries;
using Vigil.Orders.Proposals;
using Vigil.Orders.Reasons;
using Vigil.Tlog.Entries;
using Vigil.Tlog.Keys;
using Vigil.Tlog.Notes;

namespace Vigil.Orders.Tests.Support;

/// <summary>A log with its staff, and what happens in it, entry by entry. Time is whatever the test says.</summary>
internal sealed class World
{
    public static readonly DateTimeOffset Begin = TestSite.Begin;
    public static readonly string E1 = "E1:" + new string('a', 64);
    public static readonly string E2 = "E2:" + new string('b', 64);

    private static readonly NoteSigner Signer = new(TestSite.Origin, Ed25519Signer.FromSeed(new byte[32]));

    private long _ids;

    public World(IReadOnlyList<TestMember> staff, byte[]? policy = null)
    {
        Staff = staff.ToDictionary(m => m.Id);
        Genesis = MakeGenesis(staff, policy ?? TestJson.Standard(), staff);
        Must(Genesis);
    }

    /// <summary>The same beginning once more: another course of the same log.</summary>
    public World(World other)
    {
        Staff = new Dictionary<string, TestMember>(other.Staff);
        Genesis = other.Genesis;
        Must(Genesis);
    }

    public static VerifierKey LogKey => Signer.Key;
    public static NoteSigner LogSigner => Signer;

    public Dictionary<string, TestMember> Staff { get; }
    public LogEntry Genesis { get; }
    public OrderLog Log { get; } = new(TestSite.Origin);
    public DateTimeOffset Now { get; set; } = Begin;
    public List<LogEntry> Entries { get; } = [];

    /// <summary>Eight people as different as the rules need them.</summary>
    public static IReadOnlyList<TestMember> EightPeople() =>
    [
        new("ann", "operator", "DE DE", "ops"),
        new("ben", "legal", "FR FR", "law", isEd25519: true),
        new("cho", "privacy", "KR KR", "law"),
        new("dee", "trustee", "US US", "us", isEd25519: true),
        new("eve", "operator legal", "DE DE CN", "ops"),
        new("fay", "trustee", "DE DE", "out"),
        new("gus", "legal privacy", "HK DE", "ops"),
        new("hal", "privacy", "SE SE", "law"),
    ];

    /// <summary>For many orders a day: thirty states, five lines.</summary>
    public static IReadOnlyList<TestMember> ThirtyPeople() =>
        [.. Countries.All.Take(30).Select((code, n) => new TestMember($"m{n}", "trustee", $"{code} {code}", $"line{n % 5}", isEd25519: n % 10 == 9))];

    public string NewId()
    {
        Span<byte> random = stackalloc byte[EntryId.RandomLength];
        random.Clear();
        BinaryPrimitives.WriteInt64BigEndian(random[2..], ++_ids);
        return EntryId.Create(Now, random);
    }

    public static LogEntry MakeGenesis(
        IReadOnlyList<TestMember> staff, byte[] policy, IEnumerable<TestMember> signers, Func<byte[], byte[]>? changeChallenge = null)
    {
        void WriteHead(Utf8JsonWriter json)
        {
            json.WriteString("origin", TestSite.Origin);
            json.WriteString("log_key", Signer.Key.ToString());
            json.WriteStartArray("web_origins");
            json.WriteStringValue(TestSite.WebOrigin);
            json.WriteEndArray();
            json.WriteString("rp_id", TestSite.RpId);
            json.WritePropertyName("roster");
            json.WriteRawValue(TestJson.Roster(staff));
            json.WritePropertyName("policy");
            json.WriteRawValue(policy);
        }
        var unsigned = LogEntry.Create(EntryTypes.Genesis, EntryId.Create(Begin, new byte[EntryId.RandomLength]), Begin, WriteHead);
        var challenge = GenesisCeremony.Challenge(unsigned.Body);
        challenge = changeChallenge?.Invoke(challenge) ?? challenge;
        return LogEntry.Create(EntryTypes.Genesis, unsigned.Id, Begin, json =>
        {
            WriteHead(json);
            json.WriteStartArray("approvals");
            foreach (var member in signers) { member.SignChallenge(challenge).Write(json); }
            json.WriteEndArray();
        });
    }

    /// <summary>A proposal with everything that is usual for the action, under what is in force.</summary>
    public Proposal Draft(string action, string by = "ann")
    {
        var traits = ActionTraits.Find(action)!;
        return new Proposal
        {
            Id = NewId(),
            Time = Now,
            Origin = TestSite.Origin,
            Action = traits.Action,
            Subject = traits.ConcernsSomebody ? Convert.ToBase64String(SHA256.HashData(BitConverter.GetBytes(_ids))) : null,
            Ground = UsualGround(traits),
            Evidence = traits.HasEvidence ? [E1] : [],
            Requester = new Requester(traits.ConcernsSomebody ? Requester.User : Requester.OwnInitiative),
            Proposer = by,
            Reviewer = traits.HasEvidence ? by : null,
            Payload = traits.HasPayload ? new string('c', 64) : null,
            Recipient = traits.IsData ? traits.HasKey ? "District Court" : "fay" : null,
            Key = traits.HasKey ? Convert.ToBase64String(new byte[32]) : null,
            Classes = traits.IsData ? ["account"] : [],
            Until = traits.HasUntil ? Now.AddMinutes(traits.IsBreakglass ? 50 : 60 * 72) : null,
            Policy = Log.Policy!.Hash,
            Roster = Log.Roster!.Hash,
            NotBefore = Now,
            Expires = Now + Log.Policy[traits.Action].Window,
        };
    }

    public IReadOnlyList<Refusal> Apply(LogEntry entry)
    {
        var foretold = Log.Check((ulong)Entries.Count, entry);
        var refusals = Log.Apply((ulong)Entries.Count, entry);
        Assert.Equal(foretold, refusals);
        Entries.Add(entry);
        return refusals;
    }

    /// <summary>An entry against which nothing speaks.</summary>
    public LogEntry Must(LogEntry entry)
    {
        var refusals = Apply(entry);
        Assert.True(refusals.Count == 0, $"{entry.Type}: {string.Join(", ", refusals)}");
        return entry;
    }

    public LogEntry Proposed(Proposal p, string? by = null) =>
        OrderEntries.Proposed(p, p.ToBytes(), Staff[by ?? p.Proposer].Sign(SigningPurpose.Propose, p.ToBytes()), Now);

    public LogEntry Authorised(Proposal p, params string[] approvers) =>
        OrderEntries.Authorising(NewId(), Now, p, p.ToBytes(), [.. approvers.Select(a => Staff[a].Sign(SigningPurpose.Approve, p.ToBytes()))]);

    /// <summary>Proposed and authorised; the id of the order.</summary>
    public string Order(Proposal p, params string[] approvers)
    {
        Must(Proposed(p));
        return Must(Authorised(p, approvers)).Id;
    }

    public LogEntry Executed(string order) => OrderEntries.Executed(NewId(), Now, order);

    public LogEntry Notice(string order) => OrderEntries.NoticeSent(NewId(), Now, order, ["client"], new byte[32]);

    /// <summary>A request in the register.</summary>
    public string Request(string country, string type = "court-order", string kind = "government") =>
        Must(OrderEntries.RequestReceived(NewId(), Now, Now, Details(country, type, kind))).Id;

    public static byte[] Details(string country, string type = "court-order", string kind = "government") =>
        Encoding.UTF8.GetBytes($"{{\"v\":1,\"authority\":{{\"kind\":\"{kind}\",\"iso\":\"{country}\"}},\"request_type\":\"{type}\"}}");

    /// <summary>A new roster, by order, four days later; the id of the order.</summary>
    public void ChangeRoster(params TestMember[] members)
    {
        var roster = TestJson.Roster(members);
        var p = Draft("roster.change") with { Payload = Convert.ToHexStringLower(SHA256.HashData(roster)) };
        var order = Order(p, "ben", "dee", "fay");
        Now = Now.AddDays(4);
        Must(OrderEntries.RosterChange(NewId(), Now, order, roster));
        foreach (var member in members) { Staff[member.Id] = member; }
    }

    public static string Texts(IEnumerable<Refusal> refusals) => string.Join(", ", refusals.Select(r => r.ToString()).Order(StringComparer.Ordinal));

    private static string UsualGround(ActionTraits traits) =>
        traits.IsSanction ? "tos:violence"
        : traits.ConcernsSomebody ? "safety:imminent-harm"
        : traits.IsChange ? "staff:change"
        : traits.HasPayload ? "staff:canary"
        : traits.IsAppeal ? "staff:appeal" : "staff:correction";
}
