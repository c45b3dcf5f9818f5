// SPDX-License-Identifier: Apache-2.0
using Vigil.Tlog.Entries;

namespace Vigil.Server.Log;

/// <summary>An entry that waits for its batch.</summary>
internal sealed class PendingEntry(LogEntry entry)
{
    // Whoever waits goes on elsewhere: the writer's thread is the log's.
    private readonly TaskCompletionSource<AppendResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LogEntry Entry { get; } = entry;

    public int Length => Entry.Bytes.Length;

    public Task<AppendResult> Done => _done.Task;

    public void Complete(AppendResult result) => _done.TrySetResult(result);
}
