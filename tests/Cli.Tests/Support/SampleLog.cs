// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using Vigil.Tlog.Checkpoints;
using Vigil.Tlog.Entries;
using Vigil.Tlog.Keys;
using Vigil.Tlog.Notes;
using Vigil.Tlog.Tiles;

namespace Vigil.Cli.Tests.Support;

/// <summary>A log as a server keeps it: tiles and a checkpoint with three witnesses, in a folder that any web server could serve.</summary>
internal sealed class SampleLog : ITileSink
{
    public const string Origin = "log.example/log/staff-actions";

    private static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly NoteSigner Signer = new(Origin, Key(1));

    private readonly TileBuilder _builder = new();
    private readonly Func<int, byte[]> _entry;

    public SampleLog(string folder, int size, Func<int, byte[]>? entry = null)
    {
        Folder = Directory.CreateDirectory(folder).FullName;
        _entry = entry ?? Entry;
        GrowTo(size);
    }

    public string Folder { get; }

    public TreeHead Head => _builder.Head;

    public static string VerifierKey { get; } = Signer.Key.ToString();

    public static VerifierKey LogKey => Signer.Key;

    public static string Policy { get; } =
        $"log {VerifierKey}\nwitness w1 {Witness(1).Key}\nwitness w2 {Witness(2).Key}\nwitness w3 {Witness(3).Key}\ngroup g 2 w1 w2 w3\nquorum g\n";

    /// <summary>Appends and signs; narrower tiles stay, as on a server.</summary>
    public void GrowTo(int size)
    {
        while (_builder.Size < (ulong)size) { _builder.Append(_entry((int)_builder.Size), this); }
        _builder.Flush(this);
        Sign();
    }

    public void Sign(DateTimeOffset? time = null, params byte[] witnesses) =>
        File.WriteAllBytes(Path.Combine(Folder, "checkpoint"), Checkpoint(Head, time ?? DateTimeOffset.UtcNow, witnesses));

    public static byte[] Checkpoint(TreeHead head, DateTimeOffset time, params byte[] witnesses)
    {
        var text = new Checkpoint(Origin, head).ToBytes();
        var cosignatures = (witnesses.Length == 0 ? [1, 2, 3] : witnesses).Where(w => w > 0).Select(w => Witness(w).Cosign(text, (ulong)time.ToUnixTimeSeconds()));
        return Signer.SignNote(text).With(cosignatures).ToBytes();
    }

    /// <summary>The genesis, then statements, each with its own id and a second after the one before.</summary>
    public static byte[] Entry(int number) => Entry(number, "number " + number.ToString(CultureInfo.InvariantCulture));

    /// <summary>The same, but from an index on it says something else: another history.</summary>
    public static Func<int, byte[]> ForkedAt(int index) => number => number < index ? Entry(number) : Entry(number, "another history");

    public static byte[] Entry(int number, string text, string type = EntryTypes.Statement)
    {
        var time = Begin.AddSeconds(number);
        var head = string.Create(CultureInfo.InvariantCulture, $"\"id\":\"{EntryId.Create(time, new byte[EntryId.RandomLength])}\",\"time\":\"{EntryTime.ToText(time)}\"");
        return Encoding.UTF8.GetBytes(number == 0
            ? $"{{\"v\":1,\"type\":\"genesis\",{head},\"origin\":\"{Origin}\",\"log_key\":\"{VerifierKey}\",\"web_origins\":[\"https://log.example\"]}}"
            : $"{{\"v\":1,\"type\":\"{type}\",{head},\"text\":\"{text}\"}}");
    }

    public void Write(in TilePath path, ReadOnlySpan<byte> bytes)
    {
        var file = Path.Combine(Folder, path.ToString());
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, bytes);
    }

    /// <summary>All served files, by their names below the folder.</summary>
    public static IReadOnlyList<string> FilesOf(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f)).Order(StringComparer.Ordinal)];

    private static Cosigner Witness(byte number) => new($"witness{number}.example", Key((byte)(100 + number)));

    private static Ed25519Signer Key(byte number) => Ed25519Signer.FromSeed(Enumerable.Repeat(number, Ed25519Signer.SeedLength).ToArray());
}
