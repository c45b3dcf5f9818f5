// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Vigil.Server;
using Vigil.Server.Serving;

namespace Vigil.LogBench;

/// <summary>
/// Tiles over HTTP on loopback. The client is as plain as can be (a blocking socket, requests sent in groups), because it shares the
/// machine with the server.
/// </summary>
internal static class ServeBench
{
    private const int Connections = 4;
    private const int Group = 32;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(5);

    public static async Task RunAsync(string folder, int entries)
    {
        var options = new ServeOptions { Host = "127.0.0.1", Port = 0, Data = Path.Combine(folder, "data"), Web = "none", LogLevel = LogLevel.Error };
        await using var server = await VigilServer.StartAsync(options);
        var full = Math.Min(1000, entries / 256);
        foreach (var (name, path, tiles) in new[] { ("full tiles of hashes (8 KiB)", "tile/0", full), ("full bundles of entries", "tile/entries", full), ("the checkpoint", "checkpoint", 1) })
        {
            await Task.WhenAll(Enumerable.Range(0, Connections).Select(n => Task.Factory.StartNew(() => Run(server.Address, path, tiles, n, TimeSpan.FromSeconds(1)), TaskCreationOptions.LongRunning)));
            var served = await Task.WhenAll(Enumerable.Range(0, Connections).Select(n => Task.Factory.StartNew(() => Run(server.Address, path, tiles, n, Duration), TaskCreationOptions.LongRunning)));
            BenchLog.Row($"{name} over HTTP on loopback, {Connections} connections", $"{served.Sum(one => one.Requests) / Duration.TotalSeconds:N0} requests/s, {served.Sum(one => one.Bytes) / Duration.TotalSeconds / 1e6:N0} MB/s");
        }
    }

    private static (long Requests, long Bytes) Run(Uri server, string path, int tiles, int seed, TimeSpan duration)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(server.Host, server.Port);
        var random = new Random(seed);
        var buffer = new byte[1 << 20];
        var (requests, bytes) = (0L, 0L);
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < duration)
        {
            var text = new StringBuilder();
            for (var i = 0; i < Group; i++) { text.Append($"GET /log/{path}{(tiles > 1 ? $"/{random.Next(tiles):000}" : "")} HTTP/1.1\r\nHost: {server.Authority}\r\n\r\n"); }
            socket.Send(Encoding.ASCII.GetBytes(text.ToString()));
            bytes += ReadAnswers(socket, buffer);
            requests += Group;
        }
        return (requests, bytes);
    }

    /// <summary>Reads a group of answers; anything but 200 ends the benchmark.</summary>
    private static long ReadAnswers(Socket socket, byte[] buffer)
    {
        var (total, filled, at) = (0L, 0, 0);
        for (var answers = 0; answers < Group;)
        {
            var head = buffer.AsSpan(at, filled - at).IndexOf("\r\n\r\n"u8);
            if (head >= 0)
            {
                var length = ContentLength(buffer.AsSpan(at, head));
                while (filled - at < head + 4 + length) { Receive(socket, buffer, ref at, ref filled); }
                at += head + 4 + length;
                total += length;
                answers++;
                continue;
            }
            Receive(socket, buffer, ref at, ref filled);
        }
        return total;
    }

    private static void Receive(Socket socket, byte[] buffer, ref int at, ref int filled)
    {
        if (at > buffer.Length / 2)
        {
            buffer.AsSpan(at, filled - at).CopyTo(buffer);
            (at, filled) = (0, filled - at);
        }
        var read = socket.Receive(buffer.AsSpan(filled));
        if (read == 0) { throw new IOException("the server closed the connection"); }
        filled += read;
    }

    private static int ContentLength(ReadOnlySpan<byte> head)
    {
        if (!head.StartsWith("HTTP/1.1 200"u8)) { throw new InvalidOperationException(Encoding.ASCII.GetString(head)); }
        var at = head.IndexOf("Content-Length: "u8);
        _ = System.Buffers.Text.Utf8Parser.TryParse(head[(at + 16)..], out int length, out _);
        return length;
    }
}
