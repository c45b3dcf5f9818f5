// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Log.Files;
using Vigil.Server.Log.Opening;
using Vigil.Tlog.Checkpoints;
using Vigil.Tlog.Notes;
using Vigil.Tlog.Tiles;

namespace Vigil.Replay.Stage;

/// <summary>A log that root writes anew, as root likes, and signs with the log's own key: every hash and signature in it is right.</summary>
internal sealed class ForgedLog : ITileSink
{
    private readonly Dictionary<string, byte[]> files = new(StringComparer.Ordinal);

    private ForgedLog(SignedNote checkpoint) => Checkpoint = checkpoint;

    /// <summary>By their names below the log's address.</summary>
    public IReadOnlyDictionary<string, byte[]> Files => files;

    public SignedNote Checkpoint { get; private set; }

    /// <param name="data">the server's data folder, where the key is</param>
    /// <param name="origin">the log's</param>
    /// <param name="entries">in their new order</param>
    public static ForgedLog Sign(string data, string origin, IEnumerable<ReadOnlyMemory<byte>> entries)
    {
        using var identity = LogIdentity.LoadOrCreate(new DurableFolder(new UnixFiles(), Path.Combine(data, "log-state"), isPrivate: true), origin, null, hasLog: true);
        var log = new ForgedLog(null!);
        var builder = new TileBuilder();
        foreach (var entry in entries) { builder.Append(entry.Span, log); }
        builder.Flush(log);
        log.Checkpoint = identity.Signer.SignNote(new Checkpoint(origin, builder.Head).ToBytes());
        log.files["checkpoint"] = log.Checkpoint.ToBytes();
        return log;
    }

    /// <summary>In the place of the one in the folder.</summary>
    public void WriteOver(string folder)
    {
        var tiles = Path.Combine(folder, "tile");
        if (Directory.Exists(tiles)) { Directory.Delete(tiles, recursive: true); }
        foreach (var (name, bytes) in files)
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, bytes);
        }
    }

    public void Write(in TilePath path, ReadOnlySpan<byte> bytes) => files[path.ToString()] = bytes.ToArray();
}
