// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Net.WebSockets;

namespace Vigil.Server.Signalling;

internal enum FrameKind { Text, Binary, TooLarge, Close }

/// <summary>Puts WebSocket fragments together, up to the limit and no further.</summary>
internal sealed class FrameReader(WebSocket socket)
{
    private const int Chunk = 4096;
    private readonly ArrayBufferWriter<byte> _buffer = new(Chunk);

    /// <summary>The bytes of the last text frame, valid until the next read.</summary>
    public ReadOnlySpan<byte> Text => _buffer.WrittenSpan;

    public async ValueTask<FrameKind> ReadAsync(CancellationToken cancelled)
    {
        _buffer.ResetWrittenCount();
        while (true)
        {
            var received = await socket.ReceiveAsync(_buffer.GetMemory(Chunk), cancelled);
            if (received.MessageType == WebSocketMessageType.Close) { return FrameKind.Close; }
            _buffer.Advance(received.Count);
            if (_buffer.WrittenCount > SignallingLimits.LargestFrame) { return FrameKind.TooLarge; }
            if (!received.EndOfMessage) { continue; }
            return received.MessageType == WebSocketMessageType.Text ? FrameKind.Text : FrameKind.Binary;
        }
    }
}
