// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Signalling.Messages;

namespace Vigil.Server.Signalling.Rooms;

/// <summary>Who is asked about a hello.</summary>
internal enum HelloRoute
{
    /// <summary>One who may admit; another one when that one keeps silent.</summary>
    OneAdmitter,

    /// <summary>One after the other of all who are in, those who may admit first: for a joiner whose own admission lets it in.</summary>
    OneMember,

    /// <summary>As the first, but hosts and co-hosts only.</summary>
    OneHost,

    /// <summary>All hosts and co-hosts: a person decides, in that person's time.</summary>
    AllHosts,

    /// <summary>Nobody for now.</summary>
    Kept,

    /// <summary>Nobody at all.</summary>
    Refused,
}

/// <summary>A joiner's request to be admitted that nobody has answered yet.</summary>
internal sealed class OpenHello(Participant joiner, byte[] sealedHello, Action<OpenHello> overdue, TimeProvider time) : IDisposable
{
    private ITimer? _timer;
    private WaitingReason? _told;

    public Participant Joiner => joiner;

    public HelloRoute Route { get; set; }

    /// <summary>An admitter said that a person must decide.</summary>
    public bool IsHeld { get; set; }

    /// <summary>The admitters who have it before them.</summary>
    public List<Participant> Asked { get; } = [];

    /// <summary>The last one who was asked has had time enough.</summary>
    public bool IsOverdue { get; private set; }

    public void Ask(Participant admitter)
    {
        Asked.Add(admitter);
        admitter.Tell(new HelloEvent(joiner.Id, joiner.LeafKey, joiner.LinkKey, sealedHello, joiner.Returns?.Bytes));
        IsOverdue = false;
        // Persons are given all the time they want.
        if (Route == HelloRoute.AllHosts) { return; }
        _timer ??= time.CreateTimer(_ => overdue(this), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(SignallingLimits.HelloAnswer, Timeout.InfiniteTimeSpan);
    }

    public void NoAnswer() => IsOverdue = true;

    /// <summary>The question is taken back from all but one, who answered it.</summary>
    public void Withdraw(Participant? except = null)
    {
        foreach (var admitter in Asked)
        {
            if (admitter != except) { admitter.Tell(new HelloDoneEvent(joiner.Id)); }
        }
        Asked.Clear();
        IsOverdue = false;
        _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void TellWaiting(WaitingReason reason)
    {
        if (_told == reason) { return; }
        _told = reason;
        joiner.Tell(new WaitingEvent(reason));
    }

    public void Dispose() => _timer?.Dispose();
}
