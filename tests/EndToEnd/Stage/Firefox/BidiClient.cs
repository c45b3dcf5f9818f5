// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;

namespace Vigil.EndToEnd.Stage.Firefox;

/// <summary>WebDriver BiDi (w3c.github.io/webdriver-bidi) over one WebSocket: commands, their answers, and events. Nothing else drives a stock Firefox here.</summary>
internal sealed class BidiClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ClientWebSocket socket = new();
    private readonly SemaphoreSlim sending = new(1);
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> unanswered = new();
    private int lastId;
    private Task reading = Task.CompletedTask;

    private BidiClient() { }

    /// <summary>Name and parameters of each event that was subscribed to; raised one after the other.</summary>
    public event Action<string, JsonElement>? Happened;

    public static async Task<BidiClient> ConnectAsync(Uri address)
    {
        var client = new BidiClient();
        await client.socket.ConnectAsync(address, CancellationToken.None).WaitAsync(Patience);
        client.reading = client.ReadAsync();
        return client;
    }

    public async Task<JsonElement> SendAsync(string method, object parameters)
    {
        var id = Interlocked.Increment(ref lastId);
        var answer = unanswered[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var command = JsonSerializer.SerializeToUtf8Bytes(new { id, method, @params = parameters });
        await sending.WaitAsync();
        try { await socket.SendAsync(command, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None); }
        finally { sending.Release(); }
        return await answer.Task.WaitAsync(Patience);
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[1 << 16];
        using var message = new MemoryStream();
        try
        {
            while (true)
            {
                var part = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                if (part.MessageType == WebSocketMessageType.Close) { break; }
                message.Write(buffer, 0, part.Count);
                if (!part.EndOfMessage) { continue; }
                using (var document = JsonDocument.Parse(message.GetBuffer().AsMemory(0, (int)message.Length))) { Hear(document.RootElement.Clone()); }
                message.SetLength(0);
            }
        }
        catch (Exception end) when (end is WebSocketException or OperationCanceledException) { /* The browser or we ended it; whoever waits is told below. */ }
        foreach (var answer in unanswered.Values) { answer.TrySetException(new InvalidOperationException("Firefox closed the connection.")); }
    }

    private void Hear(JsonElement message)
    {
        if (message.GetProperty("type").GetString() == "event")
        {
            Happened?.Invoke(message.GetProperty("method").GetString()!, message.GetProperty("params"));
            return;
        }
        if (message.GetProperty("id") is not { ValueKind: JsonValueKind.Number } id || !unanswered.TryRemove(id.GetInt32(), out var answer)) { return; }
        if (message.TryGetProperty("result", out var result)) { answer.SetResult(result); }
        else { answer.SetException(new InvalidOperationException($"{message.GetProperty("error")}: {message.GetProperty("message")}")); }
    }

    public async ValueTask DisposeAsync()
    {
        socket.Abort();
        await reading;
        socket.Dispose();
        sending.Dispose();
    }
}
