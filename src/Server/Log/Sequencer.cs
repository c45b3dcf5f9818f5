// SPDX-License-Identifier: Apache-2.0
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Vigil.Tlog.Entries;

namespace Vigil.Server.Log;

/// <summary>
/// Brings entries into one order: a bounded queue in front of the one writer. Batches are closed by time or by size; a full queue is
/// said at once, to whoever fills it.
/// </summary>
internal sealed class Sequencer : IAsyncDisposable
{
    private readonly LogWriter _writer;
    private readonly LogOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<PublicLog> _logger;
    private readonly Action<SignedHead> _onSigned;
    private readonly Channel<PendingEntry> _queue;
    private readonly BatchPace _pace;
    private readonly Task _running;
    private long _queuedBytes;
    private volatile bool _stopping;

    public Sequencer(LogWriter writer, LogOptions options, TimeProvider time, Action<SignedHead> onSigned, ILogger<PublicLog> logger)
    {
        (_writer, _options, _time, _onSigned, _logger) = (writer, options, time, onSigned, logger);
        _pace = new BatchPace(options.BatchInterval);
        // Wait: TryWrite says no when it is full, and nobody here waits.
        _queue = Channel.CreateBounded<PendingEntry>(new BoundedChannelOptions(options.MaxQueued) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
        _running = Task.Run(RunAsync);
    }

    /// <summary>Completes when the entry is durable and covered by a signed checkpoint, or will not be.</summary>
    public Task<AppendResult> AppendAsync(LogEntry entry)
    {
        var pending = new PendingEntry(entry);
        if (Interlocked.Add(ref _queuedBytes, pending.Length) <= _options.MaxQueuedBytes && _queue.Writer.TryWrite(pending)) { return pending.Done; }
        Interlocked.Add(ref _queuedBytes, -pending.Length);
        return Task.FromResult(_stopping
            ? new AppendResult(AppendOutcome.Stopped, Problem: "the log is closing")
            : new AppendResult(AppendOutcome.QueueFull, Problem: "the log cannot keep up: too many entries wait to be written"));
    }

    /// <summary>Takes nothing new, finishes what waits.</summary>
    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        _queue.Writer.TryComplete();
        await _running;
    }

    private async Task RunAsync()
    {
        var batch = new List<PendingEntry>();
        while (await _queue.Reader.WaitToReadAsync())
        {
            await GatherAsync(batch);
            Commit(batch);
            _writer.TidyUp();
            batch.Clear();
        }
    }

    /// <summary>From the first entry on: until it is time to write, or the batch is large enough, or the log closes.</summary>
    private async Task GatherAsync(List<PendingEntry> batch)
    {
        using var window = new CancellationTokenSource(_pace.Window, _time);
        var bytes = 0;
        while (true)
        {
            while (batch.Count < _options.MaxBatch && bytes < _options.MaxBatchBytes && _queue.Reader.TryRead(out var pending))
            {
                batch.Add(pending);
                bytes += pending.Length;
            }
            if (batch.Count >= _options.MaxBatch || bytes >= _options.MaxBatchBytes || _stopping) { return; }
            var more = _queue.Reader.WaitToReadAsync(window.Token).AsTask();
            await ((Task)more).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!more.IsCompletedSuccessfully || !await more) { return; }
        }
    }

    /// <summary>The one place that catches: whatever went wrong, those who wait are told, and the next batch starts from what is signed.</summary>
    private void Commit(List<PendingEntry> batch)
    {
        var started = _time.GetTimestamp();
        try
        {
            var results = _writer.Commit([.. batch.Select(pending => pending.Entry)]);
            for (var i = 0; i < batch.Count; i++) { batch[i].Complete(results[i]); }
            _pace.Wrote(_time.GetElapsedTime(started));
            if (_writer.Signed is { } signed) { _onSigned(signed); }
        }
        catch (Exception e)
        {
            _logger.BatchFailed(batch.Count, e.GetType().Name, e.Message);
            var failed = new AppendResult(AppendOutcome.NotDurable, Problem: Describe(e));
            foreach (var pending in batch) { pending.Complete(failed); }
        }
        finally { Interlocked.Add(ref _queuedBytes, -batch.Sum(pending => (long)pending.Length)); }
    }

    private static string Describe(Exception e) => e switch
    {
        IOException or UnauthorizedAccessException => $"the log's folder cannot be written: {e.Message}",
        SqliteException => $"the log's index cannot be used: {e.Message}",
        LogStoreException => $"the log's files are damaged: {e.Message}",
        _ => $"the log failed ({e.GetType().Name})",
    };
}
