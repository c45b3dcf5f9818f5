// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Net;
using Vigil.Sfu.Memory;

namespace Vigil.Sfu.Workers;

/// <summary>Takes a full batch to the network. The socket does; tests read the bytes instead.</summary>
internal interface IBatchSender
{
    /// <summary>Sends the first <see cref="SendBatch.Count"/> datagrams of the batch, in order. What cannot be sent is dropped and counted.</summary>
    public void Send(SendBatch batch);
}

/// <summary>The datagrams that leave in one go: each is written straight into its slot here. Segmentation by the system (GSO) can come in behind it.</summary>
internal sealed class SendBatch(IBatchSender sender)
{
    public const int Capacity = 64;

    private readonly byte[] memory = GC.AllocateUninitializedArray<byte>(Capacity * PacketSlab.SlotSize, pinned: true);
    private readonly int[] lengths = new int[Capacity];
    private readonly TransportAddress[] addresses = new TransportAddress[Capacity];

    public int Count { get; private set; }

    /// <summary>Room for the next datagram. Nothing leaves before <see cref="Commit"/>.</summary>
    public Span<byte> Room => Slot(Count);

    public nint AddressOf(int index) =>
        System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(memory, index * PacketSlab.SlotSize);

    public int LengthOf(int index) => lengths[index];

    public ref readonly TransportAddress DestinationOf(int index) => ref addresses[index];

    public ReadOnlySpan<byte> Datagram(int index) => Slot(index)[..lengths[index]];

    /// <summary>What stands in <see cref="Room"/> is a datagram of this length for this peer.</summary>
    public void Commit(int length, in TransportAddress destination)
    {
        lengths[Count] = length;
        addresses[Count] = destination;
        Count++;
        if (Count == Capacity) { Flush(); }
    }

    public void Flush()
    {
        if (Count == 0) { return; }
        sender.Send(this);
        Count = 0;
    }

    private Span<byte> Slot(int index) => memory.AsSpan(index * PacketSlab.SlotSize, PacketSlab.SlotSize);
}
