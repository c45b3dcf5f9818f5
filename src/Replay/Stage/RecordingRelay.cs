// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Vigil.Replay.Cast;

namespace Vigil.Replay.Stage;

/// <summary>The operator's place in the network: stands before the server, passes everything on, and keeps each byte of both directions.</summary>
internal sealed class RecordingRelay : IMeetingServer, IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ending = new();
    private readonly ConcurrentBag<Conversation> conversations = [];
    private readonly ConcurrentBag<Task> running = [];
    private readonly House house;

    private RecordingRelay(House house)
    {
        this.house = house;
        listener.Start();
        running.Add(AcceptAsync());
    }

    /// <summary>What people open instead of the server's own address.</summary>
    public string Url => $"http://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}";

    public Uri Address => new(Url);

    public ulong Now => house.Now;

    public static RecordingRelay Before(House house) => new(house);

    /// <summary>What the server received: as it came over the wire, then with masks and chunks taken away.</summary>
    public byte[] Received => [.. conversations.SelectMany(conversation => Heard(conversation.ToServer))];

    /// <summary>What it sent and passed on.</summary>
    public byte[] Sent => [.. conversations.SelectMany(conversation => Heard(conversation.FromServer))];

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        listener.Stop();
        foreach (var task in running) { await task; }
        ending.Dispose();
    }

    private static byte[] Heard(Recorded direction)
    {
        var bytes = direction.ToArray();
        return [.. bytes, .. HttpWire.Contents(bytes)];
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) { running.Add(RelayAsync(await listener.AcceptTcpClientAsync(ending.Token))); }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // The play is over.
        }
    }

    private async Task RelayAsync(TcpClient person)
    {
        using (person)
        {
            using var server = new TcpClient();
            var conversation = new Conversation(new Recorded(), new Recorded());
            conversations.Add(conversation);
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, house.Address.Port, ending.Token);
                await Task.WhenAll(PassAsync(person, server, conversation.ToServer), PassAsync(server, person, conversation.FromServer));
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or InvalidOperationException)
            {
                // One side is gone (a stream of a socket that was never, or is no longer, connected is an invalid operation); both are closed.
            }
        }
    }

    private async Task PassAsync(TcpClient from, TcpClient to, Recorded recorded)
    {
        var buffer = new byte[1 << 16];
        int length;
        try
        {
            while ((length = await from.GetStream().ReadAsync(buffer, ending.Token)) > 0)
            {
                recorded.Add(buffer.AsSpan(0, length));
                await to.GetStream().WriteAsync(buffer.AsMemory(0, length), ending.Token);
            }
            to.Client.Shutdown(SocketShutdown.Send);
        }
        catch
        {
            // The other direction would wait for ever.
            to.Close();
            from.Close();
            throw;
        }
    }

    private sealed record Conversation(Recorded ToServer, Recorded FromServer);

    /// <summary>Written while it is read.</summary>
    private sealed class Recorded
    {
        private readonly List<byte> bytes = [];

        public void Add(ReadOnlySpan<byte> part) { lock (bytes) { bytes.AddRange(part); } }

        public byte[] ToArray() { lock (bytes) { return [.. bytes]; } }
    }
}
