// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Tlog.Encodings;

/// <summary>Reads lines that each end in a newline; a last line without one is not a line.</summary>
internal ref struct LineReader(ReadOnlySpan<byte> text)
{
    private ReadOnlySpan<byte> _rest = text;

    /// <summary>What has not been read yet.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    public readonly bool AtEnd => _rest.IsEmpty;

    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        var end = _rest.IndexOf((byte)'\n');
        line = end < 0 ? default : _rest[..end];
        if (end < 0) { return false; }
        _rest = _rest[(end + 1)..];
        return true;
    }
}
