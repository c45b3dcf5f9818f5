// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Vigil.Tlog.Merkle;

/// <summary>A SHA-256 hash in a Merkle tree, by value: tiles are arrays of these.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct TreeHash
{
    public const int Length = 32;

    private readonly ulong _a, _b, _c, _d;

    [UnscopedRef]
    public ReadOnlySpan<byte> Bytes => MemoryMarshal.AsBytes(new ReadOnlySpan<TreeHash>(in this));

    public static bool TryRead(ReadOnlySpan<byte> bytes, out TreeHash hash)
    {
        hash = default;
        return bytes.Length == Length && MemoryMarshal.TryRead(bytes, out hash);
    }

    /// <summary>Standard base64, as in checkpoints and proofs.</summary>
    public override string ToString() => Convert.ToBase64String(Bytes);
}
