// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Vigil.Rtc.Net;

namespace Vigil.Rtc.Stun;

/// <summary>
/// The server's end of ICE: an ICE-lite agent (RFC 8445 section 2.5) answers checks and never sends any. It is always
/// controlled; the peer nominates. Owned by one thread; allocates nothing per datagram.
/// </summary>
public sealed class IceLiteAgent : IDisposable
{
    /// <summary>Room that a response may need.</summary>
    public const int MaxResponseLength = 128;

    /// <summary>RFC 7675 section 5.1: consent to send expires 30 s after the last authenticated check.</summary>
    public const long ConsentMilliseconds = 30_000;

    private const int MaxUnknownListed = 8;

    private readonly byte[] localFragment;
    private readonly StunIntegrity integrity;
    private readonly IceTuples tuples = new();

    public IceLiteAgent(IceCredentials local)
    {
        UsernameFragment = local.UsernameFragment;
        localFragment = Encoding.UTF8.GetBytes(local.UsernameFragment);
        integrity = new StunIntegrity(local.Password);
    }

    public string UsernameFragment { get; }

    /// <summary>The address that the peer nominated last, by an authenticated check.</summary>
    public TransportAddress? Selected => tuples.Selected;

    /// <summary>An authenticated check came from there: its DTLS and SRTP may be looked at.</summary>
    public bool IsAuthenticated(in TransportAddress from) => tuples.Contains(from);

    /// <summary>Nothing may be sent to the selected address any more. False before the first check: nothing is selected then.</summary>
    public bool ConsentExpired(long now) => tuples.LastCheck is { } last && now - last > ConsentMilliseconds;

    /// <summary>Whose datagram this is: the part of USERNAME before the colon. Says nothing about its authenticity.</summary>
    public static bool TryReadLocalUfrag(ReadOnlySpan<byte> datagram, out ReadOnlySpan<byte> localUfrag)
    {
        localUfrag = default;
        return StunMessage.TryParse(datagram, out var message)
            && message.TryGet(StunAttribute.Username, out var username)
            && TrySplitUsername(username, out localUfrag);
    }

    /// <summary>Takes one STUN datagram and writes the response, if it deserves one.</summary>
    /// <remarks>
    /// (1) is it a whole binding request?     otherwise silence            RFC 8489 sections 6.3, 7.3
    /// (2) is it from who knows the password? otherwise 400 or 401         RFC 8489 section 9.1.3
    /// (3) do we understand all we must?      otherwise 420                RFC 8489 section 6.3.1
    /// (4) does the peer take control?        otherwise 487                RFC 8445 section 7.3.1.1
    /// (5) answer, remember the address, nominate                          RFC 8445 sections 7.3.1.2 to 7.3.1.5
    /// </remarks>
    public IceAnswer OnDatagram(
        ReadOnlySpan<byte> datagram, in TransportAddress from, long now, Span<byte> response, out int written, out DropReason drop)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(response.Length, MaxResponseLength);
        written = 0;
        // (1) Responses and indications too: a lite agent sends no requests, and nothing unauthenticated gives consent.
        if (!StunMessage.TryParse(datagram, out var message)) { drop = DropReason.NotStun; return IceAnswer.Ignored; }
        if (message.Type != (ushort)StunType.BindingRequest) { drop = DropReason.NotBindingRequest; return IceAnswer.Ignored; }
        if (!message.HasValidFingerprint()) { drop = DropReason.BadStunFingerprint; return IceAnswer.Ignored; }

        Span<ushort> unknown = stackalloc ushort[MaxUnknownListed];
        drop = Judge(message, unknown, out var unknownCount);
        if (drop != DropReason.None)
        {
            written = WriteError(message, drop, unknown[..unknownCount], response);
            return IceAnswer.Responded;
        }
        // (5)
        written = WriteSuccess(message, from, response);
        tuples.Checked(from, now);
        return message.Has(StunAttribute.UseCandidate) && tuples.Select(from) ? IceAnswer.Nominated : IceAnswer.Responded;
    }

    public void Dispose() => integrity.Dispose();

    private DropReason Judge(in StunMessage message, Span<ushort> unknown, out int unknownCount)
    {
        unknownCount = 0;
        // (2)
        if (!message.HasIntegrity || !message.TryGet(StunAttribute.Username, out var username)) { return DropReason.MissingStunAttribute; }
        if (!TrySplitUsername(username, out var local) || !local.SequenceEqual(localFragment)) { return DropReason.BadStunUsername; }
        if (!integrity.Verify(message)) { return DropReason.BadStunIntegrity; }
        // (3)
        unknownCount = FindUnknown(message, unknown);
        if (unknownCount > 0) { return DropReason.UnknownStunAttribute; }
        // (4) A lite agent cannot switch roles, so the tie-breaker does not matter.
        return message.Has(StunAttribute.IceControlled) ? DropReason.IceRoleConflict : DropReason.None;
    }

    private static int FindUnknown(in StunMessage message, Span<ushort> unknown)
    {
        var count = 0;
        foreach (var attribute in message.Attributes)
        {
            if (attribute.Type >= 0x8000 || IsUnderstood((StunAttribute)attribute.Type)) { continue; }
            if (count == unknown.Length) { break; }
            unknown[count++] = attribute.Type;
        }
        return count;
    }

    private static bool IsUnderstood(StunAttribute type) => type
        is StunAttribute.Username or StunAttribute.MessageIntegrity or StunAttribute.MessageIntegritySha256
        or StunAttribute.Priority or StunAttribute.UseCandidate;

    private static bool TrySplitUsername(ReadOnlySpan<byte> username, out ReadOnlySpan<byte> local)
    {
        var colon = username.IndexOf((byte)':');
        local = colon < 0 ? default : username[..colon];
        return colon > 0;
    }

    private int WriteSuccess(in StunMessage request, in TransportAddress from, Span<byte> response)
    {
        var writer = new StunWriter(response, StunType.BindingSuccess, request.TransactionId);
        writer.AddXorMappedAddress(from);
        writer.AddIntegrity(integrity);
        writer.AddFingerprint();
        return writer.Length;
    }

    private int WriteError(in StunMessage request, DropReason problem, ReadOnlySpan<ushort> unknown, Span<byte> response)
    {
        var writer = new StunWriter(response, StunType.BindingError, request.TransactionId);
        switch (problem)
        {
            case DropReason.MissingStunAttribute: writer.AddErrorCode(400, "Bad Request"u8); break;
            case DropReason.UnknownStunAttribute: writer.AddErrorCode(420, "Unknown Attribute"u8); break;
            case DropReason.IceRoleConflict: writer.AddErrorCode(487, "Role Conflict"u8); break;
            default: writer.AddErrorCode(401, "Unauthenticated"u8); break;
        }
        if (problem == DropReason.UnknownStunAttribute) { writer.AddUnknownAttributes(unknown); }
        // To who has not proved that it knows the password, nothing is signed (RFC 8489 section 9.1.3).
        if (problem is DropReason.UnknownStunAttribute or DropReason.IceRoleConflict) { writer.AddIntegrity(integrity); }
        writer.AddFingerprint();
        return writer.Length;
    }
}
