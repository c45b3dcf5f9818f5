// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Vigil.Tlog.Entries;
using Vigil.Tlog.Keys;

namespace Vigil.Orders.Tests.Properties;

/// <summary>
/// A second opinion, written from the documents and not from the code: reads the raw entries again and again, knows the standard policy by
/// heart, and says of each act whether it was allowed. Slow, long-winded and independent on purpose.
/// </summary>
internal sealed class Oracle(IReadOnlyList<LogEntry> entries)
{
    public const int PerDay = 3;

    private readonly Dictionary<string, bool> _verified = new(StringComparer.Ordinal);
    private readonly bool[] _good = new bool[entries.Count];

    /// <summary>Indices of acts that should not have been.</summary>
    public List<int> Violations { get; } = [];

    /// <summary>How many acts were allowed.</summary>
    public int Allowed { get; private set; }

    public Oracle Run()
    {
        for (var i = 0; i < entries.Count; i++)
        {
            _good[i] = entries[i].Type switch
            {
                "action.proposed" => IsGoodProposal(i),
                "action.authorised" or "breakglass" => IsGoodOrder(i),
                "action.reversed" => IsGoodReversal(i),
                "action.executed" => IsGoodAct(i, ["meeting.end", "account.suspend", "breakglass.meeting"]),
                "roster.change" => IsGoodRoster(i),
                "action.expired" => IsGoodExpiry(i),
                _ => true,
            };
            if (entries[i].Type is not ("action.executed" or "roster.change")) { continue; }
            if (_good[i]) { Allowed++; }
            else { Violations.Add(i); }
        }
        return this;
    }

    private bool IsGoodProposal(int i)
    {
        var p = Proposal(i);
        var by = entries[i].Body.GetProperty("by");
        return Text(p, "id") == entries[i].Id
            && Math.Abs((Time(p, "time") - entries[i].Time).TotalMinutes) <= 10
            && Text(p, "roster") == RosterHash(i) && Text(p, "policy") == HashOf(0)
            && SignerOf(i, by, "vigil/staff-proposal/v1\n") is { } signer && Text(signer, "id") == Text(p, "proposer")
            && Person(i, Text(p, "reviewer") ?? Text(p, "proposer")!) is not null
            && (Until(p) is not { } until || (until - entries[i].Time).TotalMinutes <= (Text(p, "action") == "breakglass.meeting" ? 60 : 180 * 24 * 60));
    }

    private bool IsGoodOrder(int i)
    {
        var p = Proposal(i);
        var action = Text(p, "action")!;
        if ((entries[i].Type == "breakglass") != (action == "breakglass.meeting")) { return false; }
        var proposed = Enumerable.Range(0, i).Any(j => _good[j] && entries[j].Type == "action.proposed" && Raw(j) == Raw(i));
        var usedBefore = Enumerable.Range(0, i).Any(j => _good[j] && entries[j].Type is "action.authorised" or "breakglass" && _good[j] && Raw(j) == Raw(i));
        if (!proposed || usedBefore) { return false; }
        if (entries[i].Time >= Time(p, "expires") || Text(p, "roster") != RosterHash(i)) { return false; }
        if (action == "breakglass.meeting" && (Until(p)!.Value - entries[i].Time).TotalMinutes > 60) { return false; }

        var people = new List<JsonElement>();
        foreach (var approval in entries[i].Body.GetProperty("approvals").EnumerateArray())
        {
            if (SignerOf(i, approval, "vigil/staff-approval/v1\n") is not { } person || !MayApprove(i, p, person)) { return false; }
            if (people.Any(other => Text(other, "id") == Text(person, "id"))) { return false; }
            people.Add(person);
        }
        var needed = action switch { "meeting.end" or "roster.change" => 3, "breakglass.meeting" => 2, _ => IsLong(i, p) ? 3 : 2 };
        if (people.Count < needed || People(i).Count < 5) { return false; }
        if (people.Select(person => Text(person, "line")).Distinct().Count() < 2) { return false; }
        // No country may have all of them.
        return !people.SelectMany(Countries).Any(country => people.All(person => Countries(person).Contains(country)));
    }

    private bool IsLong(int i, JsonElement p)
    {
        var start = Time(p, "not_before") > entries[i].Time ? Time(p, "not_before") : entries[i].Time;
        return (Until(p)!.Value - start).TotalHours > 72;
    }

    private bool MayApprove(int i, JsonElement p, JsonElement person)
    {
        var id = Text(person, "id")!;
        if (id == Text(p, "proposer") || id == Text(p, "reporter") || id == Text(p, "reviewer")) { return false; }
        if (p.GetProperty("requester").TryGetProperty("iso", out var iso) && Countries(person).Contains(Zone(iso.GetString()!))) { return false; }
        if (IsCooling(i, person)) { return false; }
        var lastDay = 0;
        for (var j = 0; j < i; j++)
        {
            if (!_good[j] || entries[j].Type is not ("action.authorised" or "breakglass") || entries[j].Time <= entries[i].Time.AddDays(-1)) { continue; }
            if (entries[j].Body.GetProperty("approvals").EnumerateArray().Any(a => SignerOf(j, a, "vigil/staff-approval/v1\n") is { } other && Text(other, "id") == id)) { lastDay++; }
        }
        return lastDay < PerDay;
    }

    /// <summary>The newest roster in which this person was not yet, or not so, is less than thirty days over.</summary>
    private bool IsCooling(int i, JsonElement person)
    {
        var came = RosterIndex(i);
        while (came > 0)
        {
            var before = RosterIndex(came);
            if (!People(came).Any(other => Record(other) == Record(person))) { break; }
            came = before;
        }
        return came > 0 && (entries[i].Time - entries[came].Time).TotalDays < 30;
    }

    private bool IsGoodReversal(int i)
    {
        var p = Proposal(i);
        if (Text(p, "roster") != RosterHash(i) || entries[i].Time >= Time(p, "expires")) { return false; }
        if (Enumerable.Range(0, i).Any(j => _good[j] && entries[j].Type == "action.reversed" && Raw(j) == Raw(i))) { return false; }
        var target = Find(i, Text(p, "target")!);
        return target >= 0 && Text(Proposal(target), "action") != "roster.change" && !IsOver(target, i)
            && entries[i].Body.GetProperty("approvals").EnumerateArray().All(a => SignerOf(i, a, "vigil/staff-approval/v1\n") is not null);
    }

    private bool IsGoodExpiry(int i)
    {
        var order = Find(i, entries[i].Body.GetProperty("order").GetString()!);
        if (order < 0 || IsOver(order, i)) { return false; }
        var p = Proposal(order);
        var isUsed = IsUsed(order, i);
        return entries[i].Body.GetProperty("reason").GetString() switch
        {
            "unused" => !isUsed && entries[i].Time >= Time(p, "expires"),
            "term" => isUsed && Text(p, "action") == "account.suspend" && entries[i].Time >= Until(p),
            "unratified" => Text(p, "action") == "breakglass.meeting" && entries[i].Time >= Until(p),
            _ => false,
        };
    }

    private bool IsGoodAct(int i, string[] actions)
    {
        var order = Find(i, entries[i].Body.GetProperty("order").GetString()!);
        if (order < 0 || IsUsed(order, i) || IsOver(order, i)) { return false; }
        var p = Proposal(order);
        var action = Text(p, "action")!;
        if (!actions.Contains(action)) { return false; }
        var now = entries[i].Time;
        if (now < Time(p, "not_before") || now >= Time(p, "expires") || Text(p, "roster") != RosterHash(i)) { return false; }
        if (action == "roster.change") { return (now - entries[order].Time).TotalHours >= 72; }
        var wait = action switch { "meeting.end" => TimeSpan.FromMinutes(15), "account.suspend" => TimeSpan.FromDays(1), _ => TimeSpan.Zero };
        return Enumerable.Range(0, i).Any(j =>
            entries[j].Type == "notice.sent" && j > order && entries[j].Body.GetProperty("order").GetString() == entries[order].Id && now - entries[j].Time >= wait);
    }

    private bool IsGoodRoster(int i)
    {
        if (!IsGoodAct(i, ["roster.change"])) { return false; }
        var order = Find(i, entries[i].Body.GetProperty("order").GetString()!);
        var value = Encoding.UTF8.GetBytes(entries[i].Body.GetProperty("roster").GetRawText());
        if (Text(Proposal(order), "payload") != Convert.ToHexStringLower(SHA256.HashData(value))) { return false; }
        foreach (var person in entries[i].Body.GetProperty("roster").GetProperty("members").EnumerateArray())
        {
            var before = Person(i, Text(person, "id")!);
            var since = Time(person, "since");
            var isSame = before is { } known && Record(known) == Record(person);
            if (isSame ? since != Time(before!.Value, "since") : since < Time(Proposal(order), "time") || since > entries[i].Time) { return false; }
        }
        return true;
    }

    private bool IsUsed(int order, int before) => Enumerable.Range(order, before - order).Any(j =>
        _good[j] && entries[j].Type is "action.executed" or "roster.change" && _good[j] && entries[j].Body.GetProperty("order").GetString() == entries[order].Id);

    private bool IsOver(int order, int before) => Enumerable.Range(order, before - order).Any(j => _good[j]
        && (entries[j].Type == "action.expired" && entries[j].Body.GetProperty("order").GetString() == entries[order].Id
            || entries[j].Type == "action.reversed" && Text(Proposal(j), "target") == entries[order].Id));

    private int Find(int before, string id) => Enumerable.Range(0, before).Where(j =>
        _good[j] && entries[j].Type is "action.authorised" or "breakglass" && _good[j] && entries[j].Id == id).DefaultIfEmpty(-1).First();

    private JsonElement? SignerOf(int i, JsonElement assertion, string label)
    {
        foreach (var person in People(i))
        {
            var credential = person.GetProperty("credentials")[0];
            if (credential.GetProperty("id").GetString() != assertion.GetProperty("cred").GetString()) { continue; }
            var clientData = assertion.GetProperty("cd").GetBytesFromBase64();
            var challenge = SHA256.HashData([.. Encoding.ASCII.GetBytes(label), .. entries[i].Body.GetProperty("proposal").GetBytesFromBase64()]);
            var said = JsonDocument.Parse(clientData).RootElement.GetProperty("challenge").GetString();
            if (said != Convert.ToBase64String(challenge).TrimEnd('=').Replace('+', '-').Replace('/', '_')) { return null; }
            byte[] signed = [.. assertion.GetProperty("ad").GetBytesFromBase64(), .. SHA256.HashData(clientData)];
            return Holds(credential.GetProperty("spki").GetBytesFromBase64(), signed, assertion.GetProperty("sig").GetBytesFromBase64()) ? person : null;
        }
        return null;
    }

    /// <summary>The only thing that is remembered: the same signature is looked at a hundred times.</summary>
    private bool Holds(byte[] spki, byte[] signed, byte[] signature)
    {
        var question = Convert.ToHexString([.. spki, .. signed, .. signature]);
        if (!_verified.TryGetValue(question, out var holds)) { _verified[question] = holds = Verify(spki, signed, signature); }
        return holds;
    }

    private static bool Verify(byte[] spki, byte[] signed, byte[] signature)
    {
        if (spki.Length == 44) { return Ed25519.Verify(spki.AsSpan(12), signed, signature); }
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(spki, out _);
        return key.VerifyData(signed, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    private int RosterIndex(int before) =>
        Enumerable.Range(0, before).Where(j => _good[j] && entries[j].Type is "genesis" or "roster.change" && _good[j]).DefaultIfEmpty(0).Last();

    private string RosterHash(int before) => HashOf(RosterIndex(before));

    private string HashOf(int index) => Convert.ToHexStringLower(SHA256.HashData(entries[index].Bytes.Span));

    private List<JsonElement> People(int before) => [.. entries[RosterIndex(before)].Body.GetProperty("roster").GetProperty("members").EnumerateArray()];

    private JsonElement? Person(int before, string id) => People(before).Where(p => Text(p, "id") == id).Select(p => (JsonElement?)p).FirstOrDefault();

    /// <summary>What a person is, without since when.</summary>
    private static string Record(JsonElement person) => string.Concat(person.EnumerateObject().Where(m => m.Name != "since").Select(m => m.Value.GetRawText()));

    private static List<string> Countries(JsonElement person)
    {
        var all = person.GetProperty("jurisdictions");
        List<string> codes = [Text(all, "residence")!, Text(all, "employer")!];
        if (all.TryGetProperty("citizenship", out var more)) { codes.AddRange(more.EnumerateArray().Select(c => c.GetString()!)); }
        return [.. codes.Select(Zone).Distinct()];
    }

    private static string Zone(string code) => code is "CN" or "HK" or "MO" ? "China" : code;

    private JsonElement Proposal(int i) => JsonDocument.Parse(entries[i].Body.GetProperty("proposal").GetBytesFromBase64()).RootElement;

    private string Raw(int i) => entries[i].Body.GetProperty("proposal").GetString()!;

    private static string? Text(JsonElement value, string name) => value.TryGetProperty(name, out var member) ? member.GetString() : null;

    private static DateTimeOffset Time(JsonElement value, string name) => DateTimeOffset.Parse(Text(value, name)!, System.Globalization.CultureInfo.InvariantCulture);

    private static DateTimeOffset? Until(JsonElement value) => Text(value, "until") is null ? null : Time(value, "until");
}
