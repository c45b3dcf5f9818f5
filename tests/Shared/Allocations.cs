// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Tests;

/// <summary>Counts what a piece of code leaves to the garbage collector.</summary>
internal static class Allocations
{
    /// <summary>Bytes allocated by a thousand runs, after one that pays for what is made once.</summary>
    public static long Of(Action action)
    {
        action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) { action(); }
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
