// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Unicode;
using Vigil.Tlog.Encodings;
using Vigil.Tlog.Keys;
using Vigil.Tlog.Notes;

namespace Vigil.Tlog.Policies;

/// <summary>Reads one policy file, line by line; the first mistake ends it.</summary>
internal sealed class PolicyParser
{
    private const int MaxBytes = 256 * 1024;

    /// <summary>32 of each must be supported; more than this nobody writes by hand.</summary>
    private const int MaxOfEach = 128;

    private const string None = "none";

    private readonly List<PolicyLog> _logs = [];
    private readonly List<PolicyWitness> _witnesses = [];
    private readonly List<PolicyGroup> _groups = [];
    private readonly Dictionary<string, PolicyMember> _names = new(StringComparer.Ordinal);
    private readonly HashSet<PolicyMember> _members = new(ReferenceEqualityComparer.Instance);
    private PolicyMember? _quorum;
    private bool _hasQuorum;

    public bool TryParse(ReadOnlySpan<byte> bytes, out LogPolicy? policy, out PolicyFailure failure)
    {
        policy = null;
        failure = new PolicyFailure(PolicyProblem.TooLong, 0);
        if (bytes.Length > MaxBytes) { return false; }

        // Names are octets: a file that is not UTF-8 is read octet by octet, so that different names stay different.
        var text = (Utf8.IsValid(bytes) ? Encoding.UTF8 : Encoding.Latin1).GetString(bytes);
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            var problem = ReadLine(line);
            failure = new PolicyFailure(problem, number);
            if (problem != PolicyProblem.None) { return false; }
        }
        failure = new PolicyFailure(PolicyProblem.NoQuorum, 0);
        if (!_hasQuorum) { return false; }

        failure = default;
        policy = new LogPolicy(_logs, _witnesses, _groups, _quorum);
        return true;
    }

    private PolicyProblem ReadLine(string line)
    {
        if (line.Any(c => (c < ' ' && c != '\t') || c == '\x7f')) { return PolicyProblem.ControlCharacter; }
        var items = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (items.Length == 0 || items[0].StartsWith('#')) { return PolicyProblem.None; }
        return items[0] switch
        {
            "log" => ReadLog(items),
            "witness" => ReadWitness(items),
            "group" => ReadGroup(items),
            "quorum" => ReadQuorum(items),
            _ => PolicyProblem.UnknownKeyword,
        };
    }

    // log <vkey> [<url>]
    private PolicyProblem ReadLog(string[] items)
    {
        if (items.Length is not (2 or 3)) { return PolicyProblem.WrongNumberOfItems; }
        if (_logs.Count == MaxOfEach) { return PolicyProblem.TooManyLogs; }
        if (!VerifierKey.TryParse(items[1], out var key, out _)) { return PolicyProblem.BadVerifierKey; }
        if (key!.Algorithm == KeyAlgorithm.Ed25519Cosignature) { return PolicyProblem.WrongKeyType; }
        if (_logs.Any(l => HaveSameKey(l.Key, key))) { return PolicyProblem.DuplicateKey; }
        _logs.Add(new PolicyLog(key, items.ElementAtOrDefault(2)));
        return PolicyProblem.None;
    }

    // witness <name> <vkey> [<url>]
    private PolicyProblem ReadWitness(string[] items)
    {
        if (items.Length is not (3 or 4)) { return PolicyProblem.WrongNumberOfItems; }
        if (_witnesses.Count == MaxOfEach) { return PolicyProblem.TooManyWitnesses; }
        if (!VerifierKey.TryParse(items[2], out var key, out _)) { return PolicyProblem.BadVerifierKey; }
        if (key!.Algorithm == KeyAlgorithm.Ed25519) { return PolicyProblem.WrongKeyType; }
        if (_witnesses.Any(w => HaveSameKey(w.Key, key))) { return PolicyProblem.DuplicateKey; }
        var witness = new PolicyWitness(items[1], key, items.ElementAtOrDefault(3));
        var problem = Define(witness);
        if (problem == PolicyProblem.None) { _witnesses.Add(witness); }
        return problem;
    }

    // group <name> <k|any|all> <member>...
    private PolicyProblem ReadGroup(string[] items)
    {
        if (items.Length < 4) { return PolicyProblem.WrongNumberOfItems; }
        if (_groups.Count == MaxOfEach) { return PolicyProblem.TooManyGroups; }
        var members = new List<PolicyMember>();
        foreach (var name in items.Skip(3))
        {
            if (name == None) { return PolicyProblem.ReservedName; }
            if (!_names.TryGetValue(name, out var member)) { return PolicyProblem.UnknownName; }
            // Once only, in all groups together: nobody counts twice towards the quorum.
            if (!_members.Add(member)) { return PolicyProblem.MemberTwice; }
            members.Add(member);
        }
        if (!TryReadThreshold(items[2], members.Count, out var threshold)) { return PolicyProblem.BadThreshold; }
        var group = new PolicyGroup(items[1], threshold, members);
        var problem = Define(group);
        if (problem == PolicyProblem.None) { _groups.Add(group); }
        return problem;
    }

    // quorum <name|none>
    private PolicyProblem ReadQuorum(string[] items)
    {
        if (items.Length != 2) { return PolicyProblem.WrongNumberOfItems; }
        if (_hasQuorum) { return PolicyProblem.SecondQuorum; }
        _hasQuorum = true;
        if (items[1] == None) { return PolicyProblem.None; }
        return _names.TryGetValue(items[1], out _quorum) ? PolicyProblem.None : PolicyProblem.UnknownName;
    }

    private PolicyProblem Define(PolicyMember member)
    {
        if (member.Name == None) { return PolicyProblem.ReservedName; }
        return _names.TryAdd(member.Name, member) ? PolicyProblem.None : PolicyProblem.DuplicateName;
    }

    private static bool TryReadThreshold(string text, int members, out int threshold)
    {
        threshold = text switch { "any" => 1, "all" => members, _ => 0 };
        if (threshold > 0) { return true; }
        if (!StrictDecimal.TryParse(Encoding.UTF8.GetBytes(text), out var k) || k < 1 || k > (ulong)members) { return false; }
        threshold = (int)k;
        return true;
    }

    private static bool HaveSameKey(VerifierKey a, VerifierKey b) => a.PublicKey.Span.SequenceEqual(b.PublicKey.Span);
}
