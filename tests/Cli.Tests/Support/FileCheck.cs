// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using Vigil.Tlog.Audit;
using Vigil.Tlog.Merkle;
using Vigil.Tlog.Tiles;

namespace Vigil.Cli.Tests.Support;

/// <summary>
/// Holds other bytes of one tile or bundle against the rest of a good log: the steps of <see cref="LogAudit"/> that read this file, by the
/// same classes, without doing again what does not depend on it. That makes millions of tries possible;
/// <c>EveryByteTests</c> shows that a whole audit says the same.
/// </summary>
internal sealed class FileCheck : ITileSource
{
    private readonly TilePath _path;
    private readonly TilePath _leavesPath;
    private readonly byte[] _good;
    private readonly byte[] _leaves;
    private readonly EntryBundle? _entries;
    private readonly TileReader _served;
    private byte[] _bytes;

    public FileCheck(string folder, string name)
    {
        Assert.True(TilePath.TryParse(name, out _path), name);
        _served = new TileReader(this);
        _bytes = _good = File.ReadAllBytes(Path.Combine(folder, name));
        _leaves = _good;
        if (_path.Kind == TileKind.Entries)
        {
            _leavesPath = TilePath.Hashes(0, _path.Index, _path.Width);
            _leaves = File.ReadAllBytes(Path.Combine(folder, _leavesPath.ToString()));
            Assert.True(EntryBundle.TryParse((byte[])_good.Clone(), _path.Width, out _entries), name);
        }
    }

    public int Length => _good.Length;

    /// <summary>Whether an audit would find nothing wrong if the file were these bytes.</summary>
    public bool Accepts(byte[] bytes)
    {
        _bytes = bytes;
        var findings = new AuditFindings();
        if (_path.Kind == TileKind.Hashes)
        {
            new ComparingSink(_served, findings).Write(_path, _good);
            return findings.Total == 0;
        }
        if (_served.ReadEntries(_path, out var bundle) != TileProblem.None) { return false; }
        new ComparingSink(_served, findings).Write(_leavesPath, MakeLeaves(bundle!));
        return findings.Total == 0;
    }

    public bool TryRead(in TilePath path, out ReadOnlyMemory<byte> bytes)
    {
        bytes = path == _path ? _bytes : path == _leavesPath ? _leaves : null;
        return !bytes.IsEmpty || path == _path;
    }

    /// <summary>The tile that these entries make. An entry that is the good one is not hashed again: its hash is that of the good tile.</summary>
    private ReadOnlySpan<byte> MakeLeaves(EntryBundle bundle)
    {
        var made = new TreeHash[bundle.Count];
        MemoryMarshal.Cast<byte, TreeHash>(_leaves).CopyTo(made);
        for (var i = 0; i < bundle.Count; i++)
        {
            if (!bundle[i].Span.SequenceEqual(_entries![i].Span)) { made[i] = Rfc6962.Leaf(bundle[i].Span); }
        }
        return TileBytes.Of(made);
    }
}
