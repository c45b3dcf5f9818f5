// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using Vigil.Orders.Reasons;
using Vigil.Orders.Staff;

namespace Vigil.Orders.Approvals;

/// <summary>Verifies an assertion from the log and the roster alone (docs/protocol/orders.md section 5).</summary>
public static class AssertionCheck
{
    /// <summary>rpIdHash, flags, counter: an approval carries neither a new key nor extensions.</summary>
    private const int AuthenticatorDataLength = 37;
    private const int FlagsAt = 32;

    private const byte UserPresent = 0x01;
    private const byte UserVerified = 0x04;
    private const byte BackupEligible = 0x08;
    private const byte BackupState = 0x10;
    private const byte AttestedOrExtended = 0xC0;

    /// <summary>Whose signature it is, and <see cref="OrderReason.None"/>; or why it is nobody's.</summary>
    public static OrderReason Verify(Assertion assertion, Roster roster, RelyingParty site, ReadOnlySpan<byte> challenge, out Member? member)
    {
        ArgumentNullException.ThrowIfNull(assertion);
        ArgumentNullException.ThrowIfNull(roster);
        return roster.TryFindCredential(assertion.CredentialId, out member, out var credential)
            ? Verify(assertion, credential!.Key, site, challenge)
            : OrderReason.UnknownCredential;
    }

    private static OrderReason Verify(Assertion assertion, StaffKey key, RelyingParty site, ReadOnlySpan<byte> challenge)
    {
        var reason = ClientData.Check(assertion.ClientData.Span, challenge, site.Origins);
        if (reason != OrderReason.None) { return reason; }
        var data = assertion.AuthenticatorData.Span;
        reason = CheckAuthenticatorData(data, site);
        if (reason != OrderReason.None) { return reason; }

        Span<byte> signed = stackalloc byte[AuthenticatorDataLength + SHA256.HashSizeInBytes];
        data.CopyTo(signed);
        SHA256.HashData(assertion.ClientData.Span, signed[AuthenticatorDataLength..]);
        return key.Verify(signed, assertion.Signature.Span) ? OrderReason.None : OrderReason.BadSignature;
    }

    private static OrderReason CheckAuthenticatorData(ReadOnlySpan<byte> data, RelyingParty site)
    {
        if (data.Length != AuthenticatorDataLength) { return OrderReason.BadAuthenticatorData; }
        if (!data[..FlagsAt].SequenceEqual(site.Hash)) { return OrderReason.WrongRpId; }
        var flags = data[FlagsAt];
        if ((flags & (UserPresent | UserVerified)) != (UserPresent | UserVerified)) { return OrderReason.NotVerified; }
        // A synced passkey lies in a cloud account: whoever opens that holds the key.
        if ((flags & (BackupEligible | BackupState)) != 0) { return OrderReason.SyncedKey; }
        return (flags & AttestedOrExtended) != 0 ? OrderReason.BadAuthenticatorData : OrderReason.None;
    }
}
