// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;

namespace Vigil.Sfu.Native;

/// <summary>Ends a worker's wait on its socket at once (eventfd). Any thread may set it.</summary>
internal sealed class WakeEvent : SafeHandle
{
    public WakeEvent() : base(invalidHandleValue: -1, ownsHandle: true)
    {
        SetHandle(Libc.EventDescriptor(0, Libc.EventNonBlocking | Libc.EventCloseOnExec));
        if (IsInvalid) { throw new IOException($"No event descriptor: error {Marshal.GetLastPInvokeError()}."); }
    }

    public override bool IsInvalid => handle < 0;

    public unsafe void Set()
    {
        ulong one = 1;
        var held = false;
        // Held against a close by another thread: the number could be another file's by then.
        DangerousAddRef(ref held);
        // The one possible failure is a counter that is already full, and then the worker is awake anyway.
        _ = Libc.Write((int)handle, &one, sizeof(ulong));
        DangerousRelease();
    }

    /// <summary>Waits until the socket can be read, the event is set or the time is over. True: the socket can be read.</summary>
    public unsafe bool Wait(int socket, int timeoutMilliseconds)
    {
        var descriptors = stackalloc PollDescriptor[2];
        descriptors[0] = new PollDescriptor { Descriptor = socket, Events = Libc.PollIn };
        descriptors[1] = new PollDescriptor { Descriptor = (int)handle, Events = Libc.PollIn };
        if (Libc.Poll(descriptors, 2, timeoutMilliseconds) <= 0) { return false; }
        if (descriptors[1].Returned != 0)
        {
            ulong count;
            _ = Libc.Read((int)handle, &count, sizeof(ulong));
        }
        return descriptors[0].Returned != 0;
    }

    protected override bool ReleaseHandle() => Libc.Close((int)handle) == 0;
}
