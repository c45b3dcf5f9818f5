// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Crypto;
using Vigil.Server.Meetings;
using Vigil.Server.Signalling.Messages;

namespace Vigil.Server.Signalling.Rooms;

/// <summary>Brings joiners' hellos to somebody who may admit, and their admissions back.</summary>
internal sealed class AdmissionDesk(Attendance attendance, MeetingAuthority authority, TimeProvider time) : IDisposable
{
    private readonly Dictionary<Participant, OpenHello> _open = [];

    private ulong Now => (ulong)time.GetUtcNow().ToUnixTimeSeconds();

    public Outcome BecomeHost(Participant participant, Signature proof)
    {
        if (!authority.ProvesHost(participant.Challenge, participant.Id, participant.LeafKey, proof))
        {
            return new Refusal("bad_signature", "the host proof does not verify");
        }
        lock (attendance.Gate)
        {
            participant.Role = Role.Host;
            OfferOpenHellos();
        }
        return Ok.Nothing;
    }

    public Outcome BecomeDelegate(Participant participant, byte[] delegation)
    {
        if (!Delegation.TryParse(delegation, out var parsed) || !authority.Delegates(parsed!, participant.LeafKey, Now))
        {
            return new Refusal("bad_delegation", "the delegation does not verify for this leaf key, or is over");
        }
        lock (attendance.Gate)
        {
            participant.DelegatedUntil = parsed!.Expiry;
            if (participant.Role == Role.Guest) { participant.Role = Role.Delegate; }
            OfferOpenHellos();
        }
        return Ok.Nothing;
    }

    public Outcome Ask(Participant joiner, byte[] sealedHello)
    {
        lock (attendance.Gate)
        {
            if (joiner.IsGone) { return Gone; }
            Forget(joiner);
            var hello = new OpenHello(joiner, sealedHello, OnOverdue, time);
            _open.Add(joiner, hello);
            return new HelloOk(TryAskNext(hello));
        }
    }

    /// <summary>A host admits itself.</summary>
    public Outcome Present(Participant participant, byte[] admission)
    {
        if (!authority.Admits(admission, participant.Id, participant.LeafKey, Now)) { return BadAdmission; }
        lock (attendance.Gate)
        {
            if (participant.State == SessionState.Proven) { participant.State = SessionState.Admitted; }
        }
        return Ok.Nothing;
    }

    public Outcome Admit(AdmitRequest request)
    {
        // A signature takes a while to verify, so that is done before the gate is taken; keys of a participant never change.
        if (Find(request.Participant) is not { } joiner) { return NoHello; }
        if (!authority.Admits(request.Admission, joiner.Id, joiner.LeafKey, Now)) { return BadAdmission; }
        lock (attendance.Gate)
        {
            // Somebody else answered in the meantime: one joiner, one answer.
            if (!Forget(joiner)) { return NoHello; }
            if (joiner.State == SessionState.Proven) { joiner.State = SessionState.Admitted; }
            joiner.Tell(new AdmittedEvent(request.Admission, request.Sealed));
        }
        return Ok.Nothing;
    }

    public Outcome Refuse(RefuseRequest request)
    {
        lock (attendance.Gate)
        {
            if (!attendance.TryFind(request.Participant, out var joiner) || !Forget(joiner)) { return NoHello; }
            joiner.Tell(new RefusedEvent(request.Reason));
            joiner.Close(CloseCode.Refused, "refused");
        }
        return Ok.Nothing;
    }

    /// <summary>Under the gate: a new member needs no admission any more, and may be one who admits.</summary>
    public void OnEntered(Participant member)
    {
        Forget(member);
        OfferOpenHellos();
    }

    /// <summary>Under the gate.</summary>
    public void OnLeft(Participant participant)
    {
        Forget(participant);
        foreach (var hello in _open.Values)
        {
            if (!hello.Asked.Remove(participant) || TryAskNext(hello) || hello.Asked.Count > 0) { continue; }
            hello.Joiner.Tell(new WaitingEvent());
        }
    }

    public void Dispose()
    {
        foreach (var hello in _open.Values) { hello.Dispose(); }
    }

    private static Refusal NoHello => Refusal.NotFound("nobody of this participant id waits to be admitted");

    private static Refusal Gone => Refusal.WrongState("this session has ended");

    private static Refusal BadAdmission => new("bad_admission", "the admission does not verify for this participant, or is over");

    private Participant? Find(ParticipantId id)
    {
        lock (attendance.Gate) { return attendance.TryFind(id, out var participant) && _open.ContainsKey(participant) ? participant : null; }
    }

    private void OnOverdue(OpenHello hello)
    {
        lock (attendance.Gate)
        {
            if (!_open.TryGetValue(hello.Joiner, out var current) || current != hello) { return; }
            hello.NoAnswer();
            TryAskNext(hello);
        }
    }

    /// <summary>Somebody may admit who could not before. Hellos that wait for an answer in time stay where they are.</summary>
    private void OfferOpenHellos()
    {
        foreach (var hello in _open.Values)
        {
            if (hello.Asked.Count == 0 || hello.IsOverdue) { TryAskNext(hello); }
        }
    }

    private bool TryAskNext(OpenHello hello)
    {
        if (attendance.Members.FirstOrDefault(member => MayAdmit(member) && !hello.Asked.Contains(member)) is not { } admitter) { return false; }
        hello.AskedNow(admitter);
        admitter.Tell(new HelloEvent(hello.Joiner.Id, hello.Joiner.LeafKey, hello.Sealed));
        return true;
    }

    private bool MayAdmit(Participant member) =>
        member.Role == Role.Host || (member.Role == Role.Delegate && member.DelegatedUntil >= Now);

    private bool Forget(Participant joiner)
    {
        if (!_open.Remove(joiner, out var hello)) { return false; }
        hello.Dispose();
        return true;
    }
}
