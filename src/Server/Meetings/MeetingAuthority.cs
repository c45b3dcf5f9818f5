// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics.CodeAnalysis;
using Vigil.Server.Crypto;

namespace Vigil.Server.Meetings;

/// <summary>
/// Decides, from a meeting's public keys alone, whose word counts in it. Clients check all of this again;
/// the server checks it so that nobody's noise reaches them. Times are POSIX seconds.
/// </summary>
internal sealed class MeetingAuthority(MeetingId id, PublicKey hostKey)
{
    private const ulong ClockSkew = 60;

    /// <summary>Whose <paramref name="linkKey"/> it is, and whether that link is good, is not decided here.</summary>
    public bool ProvesLink(PublicKey linkKey, Challenge challenge, ParticipantId participant, PublicKey leafKey, Signature proof) =>
        Ed25519.Verify(linkKey, Proof("vigil/join-proof/v1\0"u8, challenge, participant, leafKey).Span, proof);

    public bool ProvesHost(Challenge challenge, ParticipantId participant, PublicKey leafKey, Signature proof) =>
        Ed25519.Verify(hostKey, Proof("vigil/host-proof/v1\0"u8, challenge, participant, leafKey).Span, proof);

    /// <summary>Whether that earlier entry ever was in the group is not decided here.</summary>
    public bool ProvesReturn(ReturnProof earlier, ParticipantId participant, PublicKey leafKey) =>
        Ed25519.Verify(
            earlier.LeafKey, new SigningInput("vigil/return/v1\0"u8).Add(id).Add(earlier.Participant).Add(participant).Add(leafKey).Span, earlier.Signature);

    public bool Delegates(Delegation delegation, PublicKey delegateKey, ulong now) =>
        !IsOver(delegation.Expiry, now)
        && Ed25519.Verify(
            hostKey, new SigningInput("vigil/delegation/v1\0"u8).Add(id).Add(delegateKey).Add(delegation.Expiry).Span, delegation.Signature);

    /// <summary>
    /// Signed for exactly this participant and leaf key, and not over. Whether its issuer may still admit is for the
    /// command chain to say: <see cref="Signalling.Rooms.RoomCommands.Accepts"/>.
    /// </summary>
    public bool Admits(
        ReadOnlySpan<byte> bytes, ParticipantId participant, PublicKey leafKey, ulong now, [NotNullWhen(true)] out Admission? admission)
    {
        if (!Admission.TryParse(bytes, out admission)) { return false; }
        if (!admission!.Participant.Equals(participant) || !admission.LeafKey.Equals(leafKey) || !IsInTime(admission, now)) { return false; }
        var issuerMayAdmit = admission.By switch
        {
            AdmittedBy.HostKey => admission.IssuerKey.Equals(hostKey),
            AdmittedBy.Delegation => Delegates(admission.Delegation!, admission.IssuerKey, now),
            _ => true,
        };
        return issuerMayAdmit && IsSigned(admission);
    }

    /// <summary>The same of somebody who is in already, or was: only the signatures count.</summary>
    public bool AdmittedOnce(ReadOnlySpan<byte> bytes, ParticipantId participant, PublicKey leafKey, [NotNullWhen(true)] out Admission? admission) =>
        Admits(bytes, participant, leafKey, now: 0, out admission);

    /// <summary>Also of one that was valid a while ago: the entry itself must come in time.</summary>
    public static bool IsInTime(Admission admission, ulong now) =>
        !IsOver(admission.Expiry, now) && (admission.Delegation is not { } delegation || !IsOver(delegation.Expiry, now));

    private bool IsSigned(Admission admission) => Ed25519.Verify(
        admission.IssuerKey,
        new SigningInput("vigil/admission/v1\0"u8).Add(id).Add(admission.Participant).Add(admission.LeafKey).Add(admission.Expiry).Span,
        admission.Signature);

    private SigningInput Proof(ReadOnlySpan<byte> label, Challenge challenge, ParticipantId participant, PublicKey leafKey) =>
        new SigningInput(label).Add(id).Add(challenge).Add(participant).Add(leafKey);

    private static bool IsOver(ulong expiry, ulong now) => now > ClockSkew && expiry < now - ClockSkew;
}
