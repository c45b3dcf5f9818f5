// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Meetings.Commands;
using Vigil.Server.Signalling.Messages;

namespace Vigil.Server.Signalling.Rooms;

/// <summary>The hellos that nobody has answered yet, and before whom each of them lies. Everything here is under the room's gate.</summary>
internal sealed class WaitingLine(Attendance attendance, RoomCommands commands, TimeProvider time) : IDisposable
{
    private readonly Dictionary<Participant, OpenHello> _open = [];

    private ulong Now => (ulong)time.GetUtcNow().ToUnixTimeSeconds();

    public bool Has(Participant joiner) => _open.ContainsKey(joiner);

    /// <summary>True if somebody was asked.</summary>
    public bool Add(Participant joiner, byte[] sealedHello)
    {
        Close(joiner);
        var hello = new OpenHello(joiner, sealedHello, OnOverdue, time);
        _open.Add(joiner, hello);
        hello.Route = RouteOf(hello);
        Ask(hello);
        return hello.Asked.Count > 0;
    }

    /// <summary>Somebody answered, or the question has no object any more. False if there was none.</summary>
    public bool Close(Participant joiner, Participant? answeredBy = null)
    {
        if (!_open.Remove(joiner, out var hello)) { return false; }
        hello.Withdraw(except: answeredBy);
        hello.Dispose();
        return true;
    }

    /// <summary>A person must decide.</summary>
    public bool Hold(Participant joiner)
    {
        if (!_open.TryGetValue(joiner, out var hello)) { return false; }
        hello.IsHeld = true;
        // Who held it keeps it: it was asked, and knows that a person is to decide.
        hello.Route = RouteOf(hello);
        TakeBackFromOthers(hello);
        Ask(hello);
        return true;
    }

    /// <summary>Whoever was asked does not help this joiner in.</summary>
    public void AskAnother(Participant joiner)
    {
        if (_open.TryGetValue(joiner, out var hello)) { PassOn(hello); }
    }

    /// <summary>Whether it is this member's to say who this joiner is.</summary>
    public bool MayAnswer(Participant member, Participant joiner) =>
        _open.TryGetValue(joiner, out var hello) && MayAnswer(member, hello);

    /// <summary>Somebody may answer who could not before, or the other way round, or other rules hold.</summary>
    public void Reconsider()
    {
        foreach (var hello in _open.Values.ToArray()) { Reconsider(hello); }
    }

    public void OnLeft(Participant participant)
    {
        Close(participant);
        foreach (var hello in _open.Values) { hello.Asked.Remove(participant); }
        Reconsider();
    }

    public void Dispose()
    {
        foreach (var hello in _open.Values) { hello.Dispose(); }
    }

    private HelloRoute RouteOf(OpenHello hello)
    {
        // Whoever holds the host key is nobody's question: any member hands over the GroupInfo, and its own admission lets it in.
        if (hello.Joiner.HoldsHostKey) { return hello.Joiner.OwnAdmission is null ? HelloRoute.OneAdmitter : HelloRoute.OneMember; }
        var settings = commands.Settings;
        if (settings.Joining != Joining.Open) { return settings.Joining == Joining.Locked ? HelloRoute.Refused : HelloRoute.Kept; }
        if (settings.Lobby || hello.IsHeld) { return HelloRoute.AllHosts; }
        return hello.Joiner.CameBy == CameBy.PersonalLink ? HelloRoute.OneHost : HelloRoute.OneAdmitter;
    }

    private void Reconsider(OpenHello hello)
    {
        var route = RouteOf(hello);
        // Asked anew under other rules: an admitter that lets people in by itself must not answer what a person is to decide.
        if (route != hello.Route) { hello.Withdraw(); }
        hello.Route = route;
        TakeBackFromOthers(hello);
        Ask(hello);
    }

    private void TakeBackFromOthers(OpenHello hello)
    {
        foreach (var admitter in hello.Asked.Where(admitter => !MayAnswer(admitter, hello)).ToArray())
        {
            hello.Asked.Remove(admitter);
            admitter.Tell(new HelloDoneEvent(hello.Joiner.Id));
        }
    }

    private void Ask(OpenHello hello)
    {
        switch (hello.Route)
        {
            case HelloRoute.Refused:
                Close(hello.Joiner);
                hello.Joiner.Refuse(RefusedReason.Locked);
                return;
            case HelloRoute.Kept:
                hello.TellWaiting(WaitingReason.Paused);
                return;
            case HelloRoute.AllHosts:
                while (TryAskNext(hello)) { }
                break;
            default:
                if (hello.Asked.Count == 0 || hello.IsOverdue) { TryAskNext(hello); }
                break;
        }
        if (hello.Asked.Count == 0) { hello.TellWaiting(WaitingReason.Nobody); }
        else if (hello.Route == HelloRoute.AllHosts) { hello.TellWaiting(WaitingReason.Lobby); }
    }

    private bool TryAskNext(OpenHello hello)
    {
        // Hosts first: what delegates may do is less, and may be over in the meantime.
        var able = attendance.Members.Where(member => MayAnswer(member, hello) && !hello.Asked.Contains(member));
        if (able.MaxBy(member => member.Rights & Rights.Decide) is not { } admitter) { return false; }
        hello.Ask(admitter);
        return true;
    }

    private bool MayAnswer(Participant member, OpenHello hello) =>
        member.Rights.HasFlag(Rights.Decide)
        || hello.Route == HelloRoute.OneMember
        || (hello.Route == HelloRoute.OneAdmitter && member.DelegatedUntil >= Now);

    private void OnOverdue(OpenHello hello)
    {
        lock (attendance.Gate)
        {
            if (!_open.TryGetValue(hello.Joiner, out var current) || current != hello) { return; }
            PassOn(hello);
        }
    }

    private void PassOn(OpenHello hello)
    {
        hello.NoAnswer();
        Ask(hello);
    }
}
