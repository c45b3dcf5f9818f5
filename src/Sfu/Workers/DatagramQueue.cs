// SPDX-License-Identifier: Apache-2.0
using Vigil.Sfu.Memory;

namespace Vigil.Sfu.Workers;

/// <summary>Datagrams from the packet thread to the handshake thread: one writer, one reader, no lock, a fixed amount of memory.</summary>
internal sealed class DatagramQueue
{
    /// <summary>A power of two. A handshake is five datagrams: room for fifty peers that come in one moment.</summary>
    private const int Capacity = 256;

    private readonly byte[] memory = new byte[Capacity * PacketSlab.SlotSize];
    private readonly int[] lengths = new int[Capacity];
    private readonly Handshake?[] owners = new Handshake?[Capacity];
    private uint written;
    private uint read;

    public bool TryWrite(Handshake owner, ReadOnlySpan<byte> datagram)
    {
        if (written - Volatile.Read(ref read) == Capacity || datagram.Length > PacketSlab.SlotSize) { return false; }
        var at = (int)(written % Capacity);
        datagram.CopyTo(Slot(at));
        lengths[at] = datagram.Length;
        owners[at] = owner;
        Volatile.Write(ref written, written + 1);
        return true;
    }

    /// <summary>The oldest datagram. It stays where it is until <see cref="Release"/>.</summary>
    public bool TryRead(out Handshake owner, out ReadOnlySpan<byte> datagram)
    {
        var isThere = Volatile.Read(ref written) != read;
        var at = (int)(read % Capacity);
        owner = owners[at]!;
        datagram = isThere ? Slot(at)[..lengths[at]] : default;
        return isThere;
    }

    public void Release()
    {
        owners[read % Capacity] = null;
        Volatile.Write(ref read, read + 1);
    }

    private Span<byte> Slot(int at) => memory.AsSpan(at * PacketSlab.SlotSize, PacketSlab.SlotSize);
}
