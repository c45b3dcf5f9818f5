// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Sfu.Forwarding;

/// <summary>Sequence numbers as one receiver sees them: without a gap or a jump, whatever was left out in between.</summary>
internal struct ConsumerNumbering(ushort first)
{
    private long newest = first - 1;
    private long from = long.MaxValue;
    private long offset;

    /// <summary>Packet <paramref name="number"/> of the producer is the receiver's next one. Earlier ones are not for this receiver any more.</summary>
    public void Start(long number)
    {
        from = number;
        offset = newest + 1 - number;
    }

    /// <summary>The receiver's number of a packet; false for one from before <see cref="Start"/>, whose number is taken.</summary>
    public bool TryMap(long number, out ushort mapped)
    {
        mapped = (ushort)(number + offset);
        if (number < from) { return false; }
        newest = Math.Max(newest, number + offset);
        return true;
    }
}
