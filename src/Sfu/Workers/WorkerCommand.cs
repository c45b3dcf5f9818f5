// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Sfu.Workers;

/// <summary>Something another thread wants done on a worker's thread, between packets.</summary>
internal abstract class WorkerCommand
{
    public abstract void Run(long now);

    /// <summary>The worker has stopped.</summary>
    public abstract void Refuse();
}

/// <summary>A command whose caller awaits what comes of it. An exception is the caller's, not the worker's.</summary>
internal sealed class WorkerCommand<T>(Func<long, T> work) : WorkerCommand
{
    // The caller goes on elsewhere: its continuation must not run between packets.
    private readonly TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Completion => completion.Task;

    public override void Run(long now)
    {
        try { completion.SetResult(work(now)); }
        catch (Exception e) when (e is not OutOfMemoryException) { completion.SetException(e); }
    }

    public override void Refuse() => completion.TrySetException(new ObjectDisposedException(nameof(MediaPlane)));
}
