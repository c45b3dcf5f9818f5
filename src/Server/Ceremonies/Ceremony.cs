// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using Vigil.Orders.Approvals;
using Vigil.Orders.Entries;
using Vigil.Orders.Reasons;
using Vigil.Orders.Staff;
using Vigil.Server.Log.Files;
using Vigil.Server.Log.Opening;
using Vigil.Tlog.Entries;

namespace Vigil.Server.Ceremonies;

/// <summary>How a step ended: <see cref="Code"/> is null if it was done.</summary>
internal sealed record StepResult(string? Code = null, OrderReason Reason = OrderReason.None)
{
    public static StepResult Done { get; } = new();
}

/// <summary>
/// The first roster comes to be: everybody registers a key, then everybody signs what has become of it, then the log begins
/// (docs/protocol/ceremony.md). What is answered with success is on the disk.
/// </summary>
internal sealed class Ceremony
{
    /// <summary>So long a word fits into a line of the terminal that it is read in.</summary>
    public const int LongestWord = 500;

    private readonly Lock _gate = new();
    private readonly DurableFolder _folder;
    private readonly LogIdentity _identity;
    private readonly Action<Founding> _begin;
    private readonly HashSet<string> _haveSeenTheEnd = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private CeremonyRecord _record;
    private bool _hasBegun;

    /// <param name="record">How far it is.</param>
    /// <param name="folder">Where that is kept.</param>
    /// <param name="identity">Whose log it shall be.</param>
    /// <param name="begin">Writes the log and audits it; throws if it cannot.</param>
    public Ceremony(CeremonyRecord record, DurableFolder folder, LogIdentity identity, Action<Founding> begin)
    {
        (_record, _folder, _identity, _begin) = (record, folder, identity, begin);
        if (record.Declined is not null) { _over.SetResult(); }
        // Everybody had signed, and then the disk was full or the power gone.
        else if (record.HasAllSignatures) { Begin(); }
    }

    /// <summary>When the log has begun, or somebody has declined.</summary>
    public Task Over => _over.Task;

    /// <summary>When everybody's page has shown how it ended.</summary>
    public Task EverybodyKnows => _seen.Task;

    public (CeremonyRecord Record, bool HasBegun) Now { get { lock (_gate) { return (_record, _hasBegun); } } }

    public string? Find(string code)
    {
        var hash = Encoding.ASCII.GetBytes(Codes.HashOf(code));
        lock (_gate) { return _record.Founders.FirstOrDefault(founder => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(founder.Code), hash))?.Member.Id; }
    }

    public CeremonyAnswer Show(string me)
    {
        lock (_gate)
        {
            var isOver = _hasBegun || _record.Declined is not null;
            if (isOver && _haveSeenTheEnd.Add(me) && _haveSeenTheEnd.Count == _record.Founders.Count) { _seen.TrySetResult(); }
            return CeremonyAnswer.Of(_record, _hasBegun, me, KeyChallenge(me));
        }
    }

    /// <summary>A key, or another one in its place for as long as not everybody has one.</summary>
    public StepResult Register(string me, ReadOnlySpan<byte> clientData, ReadOnlySpan<byte> authenticatorData)
    {
        lock (_gate)
        {
            if (_record.Declined is not null || _record.Roster is not null) { return new StepResult("not_now"); }
            var reason = NewKey.Read(clientData, authenticatorData, KeyChallenge(me), _record.RpId, _record.WebOrigin, out var key);
            if (reason != OrderReason.None) { return new StepResult("refused", reason); }
            if (_record.Founders.Any(founder => founder.Member.Id != me && founder.Key is { } theirs && theirs.IsSameAs(key!))) { return new StepResult("same_key"); }
            var next = _record.With(Of(me) with { Key = key });
            Keep(next.HasAllKeys ? next.WithRoster() : next);
            return StepResult.Done;
        }
    }

    public StepResult Sign(string me, FounderSignature signature)
    {
        lock (_gate)
        {
            if (_record.Declined is not null || _record.Roster is null || _hasBegun) { return new StepResult("not_now"); }
            var reason = Verify(signature.ToAssertion(), out var signer);
            if (reason == OrderReason.None && signer!.Id != me) { reason = OrderReason.NotSigned; }
            if (reason != OrderReason.None) { return new StepResult("refused", reason); }
            Keep(_record.With(Of(me) with { Approval = signature }));
            if (_record.HasAllSignatures) { Begin(); }
            return StepResult.Done;
        }
    }

    /// <summary>One no ends it: nobody is staff against their will, and nobody begins with whom somebody warned of.</summary>
    public StepResult Decline(string me, string word)
    {
        lock (_gate)
        {
            if (_record.Declined is not null || _hasBegun) { return new StepResult("not_now"); }
            Keep(_record with { Declined = new Declining(me, word) });
            _over.TrySetResult();
            return StepResult.Done;
        }
    }

    private Founder Of(string id) => _record.Founders.Single(founder => founder.Member.Id == id);

    private void Keep(CeremonyRecord next)
    {
        next.Store(_folder);
        _record = next;
    }

    private void Begin()
    {
        _begin(Founding());
        _hasBegun = true;
        _over.TrySetResult();
    }

    /// <summary>The same check as the log's readers make: no signature is kept that they would refuse.</summary>
    private OrderReason Verify(Assertion assertion, out Member? signer)
    {
        var roster = new Roster([.. _record.Founders.Select(founder => new Member(
            founder.Member.Id, new HashSet<string>(), new HashSet<string>(), founder.Member.Line, default, [founder.Key!.ToCredential()]))], "", 0);
        var site = new RelyingParty(_record.RpId, [_record.WebOrigin]);
        return AssertionCheck.Verify(assertion, roster, site, GenesisChallenge(), out signer);
    }

    private byte[] GenesisChallenge()
    {
        var genesis = LogEntry.Create(
            EntryTypes.Genesis, EntryId.Create(default, new byte[EntryId.RandomLength]), DateTimeOffset.UnixEpoch,
            json => FirstEntries.WriteGenesis(json, _identity, Founding() with { Approvals = [] }));
        return GenesisCeremony.Challenge(genesis.Body);
    }

    private Founding Founding() => new(
        _record.RpId, [_record.WebOrigin], _record.Roster, _record.Policy, [.. _record.Founders.Select(founder => founder.Approval?.ToAssertion()).OfType<Assertion>()]);

    /// <summary>Bound to this log and this person. It proves nothing that the genesis' signatures do not prove, so it needs no memory.</summary>
    private byte[] KeyChallenge(string me) => SHA256.HashData(Encoding.UTF8.GetBytes($"vigil/ceremony-key/v1\n{_record.LogKey}\n{me}\n"));
}
