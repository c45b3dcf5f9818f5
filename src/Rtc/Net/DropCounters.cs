// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Rtc.Net;

/// <summary>How often each <see cref="DropReason"/> happened. One thread writes; others may read and see slightly old numbers.</summary>
public sealed class DropCounters
{
    private readonly long[] counts = new long[(int)DropReason.Count];

    /// <summary>Counts one. <see cref="DropReason.None"/> is not a drop and is not counted.</summary>
    public void Add(DropReason reason)
    {
        if (reason == DropReason.None) { return; }
        ref var count = ref counts[(int)reason];
        // A plain add, but a whole write: a reader on another thread never sees half of it.
        Volatile.Write(ref count, count + 1);
    }

    /// <summary>The count of one reason.</summary>
    public long this[DropReason reason] => Volatile.Read(ref counts[(int)reason]);

    /// <summary>All drops together.</summary>
    public long Total
    {
        get
        {
            var total = 0L;
            for (var i = 0; i < counts.Length; i++) { total += Volatile.Read(ref counts[i]); }
            return total;
        }
    }
}
