// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Crypto;

namespace Vigil.Server.Meetings;

/// <summary>
/// Decides, from the two public keys of a meeting alone, whose word counts in it. Clients check all of this again;
/// the server checks it so that nobody's noise reaches them. Times are POSIX seconds.
/// </summary>
internal sealed class MeetingAuthority(MeetingId id, PublicKey hostKey, PublicKey joinKey)
{
    private const ulong ClockSkew = 60;

    public bool ProvesLink(Challenge challenge, ParticipantId participant, PublicKey leafKey, Signature proof) =>
        Ed25519.Verify(joinKey, Proof("vigil/join-proof/v1\0"u8, challenge, participant, leafKey).Span, proof);

    public bool ProvesHost(Challenge challenge, ParticipantId participant, PublicKey leafKey, Signature proof) =>
        Ed25519.Verify(hostKey, Proof("vigil/host-proof/v1\0"u8, challenge, participant, leafKey).Span, proof);

    public bool Delegates(Delegation delegation, PublicKey delegateKey, ulong now) =>
        !IsOver(delegation.Expiry, now)
        && Ed25519.Verify(
            hostKey, new SigningInput("vigil/delegation/v1\0"u8).Add(id).Add(delegateKey).Add(delegation.Expiry).Span, delegation.Signature);

    /// <summary>Valid for entry, and for exactly this participant and leaf key.</summary>
    public bool Admits(ReadOnlySpan<byte> bytes, ParticipantId participant, PublicKey leafKey, ulong now)
    {
        if (!Admission.TryParse(bytes, out var admission)) { return false; }
        if (!admission!.Participant.Equals(participant) || !admission.LeafKey.Equals(leafKey) || IsOver(admission.Expiry, now)) { return false; }
        var issuerMayAdmit = admission.Delegation is { } delegation
            ? Delegates(delegation, admission.IssuerKey, now)
            : admission.IssuerKey.Equals(hostKey);
        return issuerMayAdmit && Ed25519.Verify(
            admission.IssuerKey,
            new SigningInput("vigil/admission/v1\0"u8).Add(id).Add(participant).Add(leafKey).Add(admission.Expiry).Span,
            admission.Signature);
    }

    public bool Removes(ParticipantId participant, Signature signature) =>
        Ed25519.Verify(hostKey, new SigningInput("vigil/remove/v1\0"u8).Add(id).Add(participant).Span, signature);

    private SigningInput Proof(ReadOnlySpan<byte> label, Challenge challenge, ParticipantId participant, PublicKey leafKey) =>
        new SigningInput(label).Add(id).Add(challenge).Add(participant).Add(leafKey);

    private static bool IsOver(ulong expiry, ulong now) => now > ClockSkew && expiry < now - ClockSkew;
}
