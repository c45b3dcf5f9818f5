// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;

namespace Vigil.Sfu.Native;

/// <summary>The pinned array of message heads that recvmmsg and sendmmsg work on, with a buffer and a name for each.</summary>
internal sealed unsafe class MessageVector
{
    private readonly MultiMessage[] messages;
    private readonly IoVector[] vectors;
    private readonly byte[] names;

    public MessageVector(int count)
    {
        messages = GC.AllocateArray<MultiMessage>(count, pinned: true);
        vectors = GC.AllocateArray<IoVector>(count, pinned: true);
        names = GC.AllocateArray<byte>(count * SocketName.Size, pinned: true);
        for (var i = 0; i < count; i++)
        {
            ref var header = ref messages[i].Header;
            header.Name = Marshal.UnsafeAddrOfPinnedArrayElement(names, i * SocketName.Size);
            header.NameLength = SocketName.Size;
            header.Vectors = Marshal.UnsafeAddrOfPinnedArrayElement(vectors, i);
            header.VectorCount = 1;
        }
    }

    public Span<byte> Name(int index) => names.AsSpan(index * SocketName.Size, SocketName.Size);

    public int Length(int index) => (int)messages[index].Length;

    public bool WasTruncated(int index) => (messages[index].Header.Flags & Libc.MessageTruncated) != 0;

    public void SetBuffer(int index, nint address, int length) => vectors[index] = new IoVector { Base = address, Length = (nuint)length };

    public void SetNameLength(int index, int length) => messages[index].Header.NameLength = (uint)length;

    /// <summary>How many datagrams came; 0 if none is waiting.</summary>
    public int Receive(int socket)
    {
        // The system writes the length of each name back, so it is given anew.
        for (var i = 0; i < messages.Length; i++) { messages[i].Header.NameLength = SocketName.Size; }
        fixed (MultiMessage* first = messages)
        {
            return Math.Max(0, Libc.ReceiveMany(socket, first, (uint)messages.Length, Libc.MessageDontWait, null));
        }
    }

    /// <summary>How many datagrams from <paramref name="start"/> on were taken; if none, why not.</summary>
    public int Send(int socket, int start, int count, out int error)
    {
        fixed (MultiMessage* first = messages)
        {
            var sent = Libc.SendMany(socket, first + start, (uint)count, Libc.MessageDontWait);
            error = sent > 0 ? 0 : Marshal.GetLastPInvokeError();
            return sent;
        }
    }
}
