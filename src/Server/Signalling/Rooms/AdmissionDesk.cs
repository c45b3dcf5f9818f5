// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Crypto;
using Vigil.Server.Meetings;
using Vigil.Server.Signalling.Messages;

namespace Vigil.Server.Signalling.Rooms;

/// <summary>Brings joiners' hellos to somebody who may admit, and their admissions back.</summary>
internal sealed class AdmissionDesk(
    Attendance attendance, MeetingAuthority authority, RoomCommands commands, Bars bars, TimeProvider time) : IDisposable
{
    private readonly WaitingLine _line = new(attendance, commands, time);

    private ulong Now => (ulong)time.GetUtcNow().ToUnixTimeSeconds();

    public Outcome BecomeHost(Participant participant, Signature proof)
    {
        if (!authority.ProvesHost(participant.Challenge, participant.Id, participant.LeafKey, proof))
        {
            return new Refusal("bad_signature", "the host proof does not verify");
        }
        lock (attendance.Gate)
        {
            participant.HoldsHostKey = true;
            OnRightsChanged(participant);
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
            OnRightsChanged(participant);
        }
        return Ok.Nothing;
    }

    public Outcome Ask(Participant joiner, byte[] sealedHello)
    {
        lock (attendance.Gate) { return joiner.IsGone ? Gone : new HelloOk(_line.Add(joiner, sealedHello)); }
    }

    /// <summary>A host admits itself.</summary>
    public Outcome Present(Participant participant, byte[] bytes)
    {
        if (!authority.Admits(bytes, participant.Id, participant.LeafKey, Now, out var admission)) { return BadAdmission; }
        lock (attendance.Gate)
        {
            if (!commands.Accepts(admission)) { return NotNow; }
            participant.Present(bytes, admission);
        }
        return Ok.Nothing;
    }

    public Outcome Admit(Participant admitter, AdmitRequest request)
    {
        if (Find(request.Participant) is not { } joiner) { return NoHello; }
        if (request.Admission is not { } bytes) { return HandOver(admitter, joiner, request.Sealed); }
        // A signature takes a while to verify, so that is done before the gate is taken; keys of a participant never change.
        if (!authority.Admits(bytes, joiner.Id, joiner.LeafKey, Now, out var admission)) { return BadAdmission; }
        lock (attendance.Gate)
        {
            // Somebody else answered in the meantime: one joiner, one answer.
            if (!_line.Has(joiner)) { return NoHello; }
            if (!_line.MayAnswer(admitter, joiner)) { return NotYours; }
            if (!commands.Accepts(admission)) { return NotNow; }
            _line.Close(joiner, answeredBy: admitter);
            joiner.Admit(bytes, admission);
            joiner.Tell(new AdmittedEvent(bytes, request.Sealed));
        }
        return Ok.Nothing;
    }

    public Outcome Refuse(Participant admitter, RefuseRequest request)
    {
        lock (attendance.Gate)
        {
            if (!attendance.TryFind(request.Participant, out var joiner) || !_line.Has(joiner)) { return NoHello; }
            var blocks = request.Reason == RefusalReason.Blocked;
            if (!_line.MayAnswer(admitter, joiner) || (blocks && !admitter.Rights.HasFlag(Rights.Decide))) { return NotYours; }
            // Nobody's no shuts out a holder of the host key: somebody else is asked.
            if (joiner.OwnAdmission is not null) { _line.AskAnother(joiner); return Ok.Nothing; }
            _line.Close(joiner, answeredBy: admitter);
            joiner.Refuse(WordFor(request.Reason));
            if (blocks && joiner.CameBy == CameBy.PersonalLink)
            {
                bars.Add(joiner.Link);
                RefuseBarred(RefusedReason.Blocked);
            }
        }
        return Ok.Nothing;
    }

    public Outcome Hold(HoldRequest request)
    {
        lock (attendance.Gate)
        {
            return attendance.TryFind(request.Participant, out var joiner) && _line.Hold(joiner) ? Ok.Nothing : NoHello;
        }
    }

    /// <summary>Under the gate: a link ends for those who are not in yet; those who are in stay.</summary>
    public void RefuseWaiting(LinkId link, RefusedReason reason) => RefuseWaiting(joiner => joiner.Link.Equals(link), reason);

    /// <summary>Under the gate: the same of links that were barred, by which members who lost the connection may come back.</summary>
    public void RefuseBarred(RefusedReason reason) => RefuseWaiting(bars.Shuts, reason);

    /// <summary>Under the gate: a new member needs no admission any more, and may be one who admits.</summary>
    public void OnEntered(Participant member)
    {
        _line.Close(member);
        _line.Reconsider();
    }

    /// <summary>Under the gate: by a command, other rules hold or others may admit.</summary>
    public void OnCommand() => _line.Reconsider();

    /// <summary>Under the gate.</summary>
    public void OnLeft(Participant participant) => _line.OnLeft(participant);

    public void Dispose() => _line.Dispose();

    private void RefuseWaiting(Func<Participant, bool> whom, RefusedReason reason)
    {
        foreach (var joiner in attendance.Present.Where(joiner => !joiner.IsMember && whom(joiner)).ToArray())
        {
            _line.Close(joiner);
            joiner.Refuse(reason);
        }
    }

    private static Refusal NoHello => Refusal.NotFound("nobody of this participant id waits to be admitted");

    private static Refusal NotYours => Refusal.WrongState("hosts and co-hosts alone decide about this joiner now");

    private static Refusal Gone => Refusal.WrongState("this session has ended");

    private static Refusal BadAdmission => new("bad_admission", "the admission does not verify for this participant, or is over");

    private static Refusal NotNow => new("bad_admission", "by the meeting's commands its issuer lets nobody in now");

    private static RefusedReason WordFor(RefusalReason reason) => reason switch
    {
        RefusalReason.BadHello => RefusedReason.BadHello,
        RefusalReason.Blocked => RefusedReason.Blocked,
        _ => RefusedReason.Denied,
    };

    /// <summary>With the host key in hand the joiner enters by its own admission, and needs but the GroupInfo, which any member has.</summary>
    private Outcome HandOver(Participant member, Participant joiner, byte[] sealedBundle)
    {
        lock (attendance.Gate)
        {
            if (!_line.Has(joiner)) { return NoHello; }
            if (joiner.OwnAdmission is not { } own || !_line.MayAnswer(member, joiner)) { return BadAdmission; }
            _line.Close(joiner, answeredBy: member);
            joiner.Tell(new AdmittedEvent(own, sealedBundle));
        }
        return Ok.Nothing;
    }

    private Participant? Find(ParticipantId id)
    {
        lock (attendance.Gate) { return attendance.TryFind(id, out var participant) && _line.Has(participant) ? participant : null; }
    }

    private void OnRightsChanged(Participant participant)
    {
        commands.Refresh(participant);
        _line.Reconsider();
    }
}
