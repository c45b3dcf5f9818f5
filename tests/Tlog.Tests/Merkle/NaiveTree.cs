// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;

namespace Vigil.Tlog.Tests.Merkle;

/// <summary>The definitions of RFC 9162 section 2.1 word for word: recursive, and nothing in common with the product's code.</summary>
internal sealed class NaiveTree(byte[][] leaves)
{
    private readonly Dictionary<(int Start, int End), byte[]> _known = [];

    public static byte[] LeafHash(byte[] entry) => SHA256.HashData([0, .. entry]);

    /// <summary>MTH(D[start:end]).</summary>
    public byte[] Root(int start, int end)
    {
        if (start == end) { return SHA256.HashData([]); }
        if (end - start == 1) { return leaves[start]; }
        if (_known.TryGetValue((start, end), out var root)) { return root; }
        var k = Split(end - start);
        return _known[(start, end)] = SHA256.HashData([1, .. Root(start, start + k), .. Root(start + k, end)]);
    }

    public byte[] Root(int size) => Root(0, size);

    /// <summary>PATH(m, D[start:end]), section 2.1.3.1.</summary>
    public byte[][] Path(int m, int start, int end)
    {
        if (end - start == 1) { return []; }
        var k = Split(end - start);
        return m < k
            ? [.. Path(m, start, start + k), Root(start + k, end)]
            : [.. Path(m - k, start + k, end), Root(start, start + k)];
    }

    /// <summary>SUBPROOF(m, D[start:end], b), section 2.1.4.1; PROOF(m, D) is that with b = true.</summary>
    public byte[][] Proof(int m, int start, int end, bool b = true)
    {
        if (m == end - start) { return b ? [] : [Root(start, end)]; }
        var k = Split(end - start);
        return m <= k
            ? [.. Proof(m, start, start + k, b), Root(start + k, end)]
            : [.. Proof(m - k, start + k, end, false), Root(start, start + k)];
    }

    private static int Split(int n)
    {
        var k = 1;
        while (k * 2 < n) { k *= 2; }
        return k;
    }
}
