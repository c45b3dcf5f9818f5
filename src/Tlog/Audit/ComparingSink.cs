// SPDX-License-Identifier: Apache-2.0
using Vigil.Tlog.Tiles;

namespace Vigil.Tlog.Audit;

/// <summary>Takes the tiles that the entries make and holds the log's own against them, byte for byte.</summary>
internal sealed class ComparingSink(TileReader served, AuditFindings findings) : ITileSink
{
    public ulong Tiles { get; private set; }

    public void Write(in TilePath path, ReadOnlySpan<byte> bytes)
    {
        // Bundles are what was read in the first place.
        if (path.Kind == TileKind.Entries) { return; }
        Tiles++;
        var problem = served.ReadHashes(path, out var hashes);
        if (problem == TileProblem.None && !bytes.SequenceEqual(TileBytes.Of(hashes))) { problem = TileProblem.NotWhatEntriesMake; }
        if (problem != TileProblem.None) { findings.Add(Damage(path, problem)); }
    }

    public static AuditFinding Damage(TilePath path, TileProblem problem) =>
        new(problem == TileProblem.Missing ? AuditCode.TileMissing : AuditCode.TileDamaged, $"{path}: {problem}") { Tile = path };
}
