// SPDX-License-Identifier: Apache-2.0
using System.Threading.Channels;
using Vigil.Server.Signalling.Messages;

namespace Vigil.Server.Signalling;

/// <summary>
/// What waits to be written to one client, in order. Adding never blocks, so a room's lock is held for moments only;
/// a client that does not read is cut when its backlog is full.
/// </summary>
internal sealed class OutgoingQueue : IDisposable
{
    private readonly Channel<byte[]> _frames = Channel.CreateUnbounded<byte[]>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _overflow = new();
    private long _backlog;
    private Closing? _closing;

    public sealed record Closing(int Code, string Reason);

    /// <summary>How the connection is to end, once that is decided. The first reason stands.</summary>
    public Closing? Ending => Volatile.Read(ref _closing);

    /// <summary>Cancelled when the client has let too much pile up.</summary>
    public CancellationToken Overflow => _overflow.Token;

    public void Add(ServerEvent happened) => Add(MessageWriter.Write(happened));

    public void Add(byte[] frame)
    {
        if (!_frames.Writer.TryWrite(frame)) { return; }
        if (Interlocked.Add(ref _backlog, frame.Length) > SignallingLimits.LargestBacklog)
        {
            Close(CloseCode.TooMany, "too_many");
            // Not here: callers hold a room's lock, and what ends with the connection takes it again.
            _ = _overflow.CancelAsync();
        }
    }

    /// <summary>Everything added before is still written, nothing after.</summary>
    public void Close(int code, string reason)
    {
        Interlocked.CompareExchange(ref _closing, new Closing(code, reason), null);
        _frames.Writer.TryComplete();
    }

    public async Task WriteAllAsync(Func<byte[], ValueTask> write)
    {
        await foreach (var frame in _frames.Reader.ReadAllAsync())
        {
            await write(frame);
            Interlocked.Add(ref _backlog, -frame.Length);
        }
    }

    public void Dispose() => _overflow.Dispose();
}
