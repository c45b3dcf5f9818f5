// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Server.Signalling.Rooms;

/// <summary>
/// Members who left a little while ago. Their Remove may be committed after somebody has come who never saw them leave;
/// that member must hear of it, or the Remove would look forged to it. Guarded by the room's gate.
/// </summary>
internal sealed class RecentDepartures(TimeProvider time)
{
    /// <summary>As many members as a meeting has try to commit the Remove, one second after the other; then some.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(2);

    private readonly Queue<(Participant Participant, long At)> _left = [];

    public IEnumerable<Participant> All
    {
        get
        {
            Forget();
            return _left.Select(left => left.Participant);
        }
    }

    public void Add(Participant participant)
    {
        Forget();
        _left.Enqueue((participant, time.GetTimestamp()));
    }

    /// <summary>The group they left is gone.</summary>
    public void Clear() => _left.Clear();

    private void Forget()
    {
        while (_left.TryPeek(out var oldest) && time.GetElapsedTime(oldest.At) > Remembered) { _left.Dequeue(); }
    }
}
