// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Server.Signalling.Rooms;

/// <summary>A joiner's request to be admitted that nobody has answered yet.</summary>
internal sealed class OpenHello(Participant joiner, byte[] sealedHello, Action<OpenHello> overdue, TimeProvider time) : IDisposable
{
    private ITimer? _timer;

    public Participant Joiner => joiner;

    public byte[] Sealed => sealedHello;

    /// <summary>The admitters who have it before them.</summary>
    public List<Participant> Asked { get; } = [];

    /// <summary>The last one who was asked has had time enough.</summary>
    public bool IsOverdue { get; private set; }

    public void AskedNow(Participant admitter)
    {
        Asked.Add(admitter);
        IsOverdue = false;
        _timer ??= time.CreateTimer(_ => overdue(this), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(SignallingLimits.HelloAnswer, Timeout.InfiniteTimeSpan);
    }

    public void NoAnswer() => IsOverdue = true;

    public void Dispose() => _timer?.Dispose();
}
