// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using Microsoft.Playwright;
using Vigil.Tlog.Checkpoints;
using Vigil.Tlog.Entries;
using Vigil.Tlog.Keys;
using Vigil.Tlog.Notes;
using Vigil.Tlog.Tiles;

namespace Vigil.EndToEnd.Stage;

/// <summary>
/// A log in memory that stands in the server's place between a page and the network: several of them under one key are what a
/// dishonest server would show to several people.
/// </summary>
internal sealed class ServedLog : ITileSink
{
    public const string Origin = "meet.example/log/staff-actions";

    private readonly NoteSigner signer;
    private readonly TileBuilder builder;
    private readonly DateTimeOffset begun;
    private readonly Dictionary<string, byte[]> files;

    private ServedLog(NoteSigner signer, TileBuilder builder, DateTimeOffset begun, Dictionary<string, byte[]> files) =>
        (this.signer, this.builder, this.begun, this.files) = (signer, builder, begun, files);

    /// <summary>What is served, by path below <c>/log/</c>: a test that damages something does it here.</summary>
    public IDictionary<string, byte[]> Files => files;

    public VerifierKey Key => signer.Key;

    /// <summary>A log with its first entry, begun that long ago.</summary>
    public static ServedLog Begin(TimeSpan age, byte seed = 1)
    {
        var key = new byte[Ed25519Signer.SeedLength];
        Array.Fill(key, seed);
        var log = new ServedLog(new NoteSigner(Origin, Ed25519Signer.FromSeed(key)), new TileBuilder(), DateTimeOffset.UtcNow - age, []);
        log.files["vkey"] = Encoding.UTF8.GetBytes($"{log.Key}\n");
        log.files["policy"] = Encoding.UTF8.GetBytes($"log {log.Key}\nquorum none\n");
        log.Append(TimeSpan.Zero, "genesis", new() { ["origin"] = Origin, ["log_key"] = log.Key.ToString(), ["web_origins"] = new[] { "https://meet.example" } });
        return log;
    }

    /// <summary>Another history from here on, under the same key.</summary>
    public ServedLog Fork() => new(signer, builder.Copy(), begun, new(files, StringComparer.Ordinal));

    public ServedLog State(TimeSpan after, string text) => Append(after, "statement", new() { ["text"] = text });

    public ServedLog Append(TimeSpan after, string type, Dictionary<string, object> members)
    {
        var time = begun + after;
        var random = new byte[10];
        BitConverter.TryWriteBytes(random, builder.Size);
        var entry = new Dictionary<string, object>
        {
            ["v"] = 1,
            ["type"] = type,
            ["id"] = EntryId.Create(time, random),
            ["time"] = EntryTime.ToText(time),
        };
        foreach (var (name, value) in members) { entry[name] = value; }
        builder.Append(JsonSerializer.SerializeToUtf8Bytes(entry), this);
        builder.Flush(this);
        files["checkpoint"] = signer.SignNote(new Checkpoint(Origin, builder.Head).ToBytes()).ToBytes();
        return this;
    }

    /// <summary>From now on this person is shown this log; whoever was between them and another one before is out.</summary>
    /// <remarks>The newest route is asked first, and this one answers everything: taking the older one away would leave a gap to the server's own log.</remarks>
    public Task ShowToAsync(Person person) => person.Page.RouteAsync(IsLog, ServeAsync);

    public void Write(in TilePath path, ReadOnlySpan<byte> bytes) => files[path.ToString()] = bytes.ToArray();

    private static bool IsLog(string url) => new Uri(url).AbsolutePath.StartsWith("/log/", StringComparison.Ordinal);

    private Task ServeAsync(IRoute route)
    {
        var path = new Uri(route.Request.Url).AbsolutePath["/log/".Length..];
        return files.TryGetValue(path, out var bytes)
            ? route.FulfillAsync(new() { BodyBytes = bytes, ContentType = "application/octet-stream" })
            : route.FulfillAsync(new() { Status = 404 });
    }
}
