// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using Vigil.Tlog.Checkpoints;
using Vigil.Tlog.Keys;
using Vigil.Tlog.Merkle;
using Vigil.Tlog.Notes;
using Vigil.Tlog.Tiles;
using Vigil.Tlog.Witnessing;

namespace Vigil.Server.Tests.Log;

/// <summary>A log of somebody else, in memory, that can show any of its sizes, and another history under the same key.</summary>
internal sealed class LogViews : ITileSink, ITileSource
{
    public const string Origin = "other.example/log/staff-actions";

    private readonly Dictionary<string, byte[]> _tiles = new(StringComparer.Ordinal);
    private readonly List<TreeHead> _heads = [];

    public LogViews(string history, int size = 600)
    {
        var builder = new TileBuilder();
        _heads.Add(builder.Head);
        for (var i = 0; i < size; i++)
        {
            builder.Append(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{history} {i}")), this);
            builder.Flush(this);
            _heads.Add(builder.Head);
        }
    }

    public static NoteSigner Signer { get; } = new(Origin, Ed25519Signer.FromSeed(Enumerable.Repeat((byte)7, 32).ToArray()));

    public static SignedNote Note(TreeHead head) => Signer.SignNote(new Checkpoint(Origin, head).ToBytes());

    public TreeHead Head(int size) => _heads[size];

    public TreeHash[] Proof(int from, int to)
    {
        if (from == 0 || from == to) { return []; }
        Assert.True(AuthenticatedTiles.TryOpen(this, _heads[to], out var tiles, out _));
        Assert.True(ProofBuilder.TryConsistency(tiles!, (ulong)from, (ulong)to, out var proof));
        return proof;
    }

    public byte[] Request(int from, int to) => new WitnessRequest((ulong)from, Proof(from, to), Note(_heads[to])).ToBytes();

    public void Write(in TilePath path, ReadOnlySpan<byte> bytes) => _tiles[path.ToString()] = bytes.ToArray();

    public bool TryRead(in TilePath path, out ReadOnlyMemory<byte> bytes)
    {
        var found = _tiles.TryGetValue(path.ToString(), out var tile);
        bytes = tile;
        return found;
    }
}
