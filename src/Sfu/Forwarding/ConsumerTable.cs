// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Vigil.Sfu.Forwarding;

/// <summary>The consumers of one transport, with the names that are unique on it.</summary>
internal sealed class ConsumerTable
{
    private readonly List<Consumer> all = [];
    private readonly Dictionary<uint, Consumer> bySsrc = [];
    private int nextMid;

    public ReadOnlySpan<Consumer> All => CollectionsMarshal.AsSpan(all);

    public void Add(Consumer consumer)
    {
        all.Add(consumer);
        bySsrc.Add(consumer.Ssrc, consumer);
    }

    public void Remove(Consumer consumer)
    {
        all.Remove(consumer);
        bySsrc.Remove(consumer.Ssrc);
    }

    public bool TryFind(uint ssrc, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Consumer? consumer) =>
        bySsrc.TryGetValue(ssrc, out consumer);

    /// <summary>Never used twice on the transport: a client may still have the old one in its SDP.</summary>
    public string NextMid() => (nextMid++).ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Even, and its RTX stream's is one more: so one check keeps both apart from all others here.</summary>
    public uint NewSsrc()
    {
        while (true)
        {
            var ssrc = (uint)RandomNumberGenerator.GetInt32(1, int.MaxValue) << 1;
            if (!bySsrc.ContainsKey(ssrc)) { return ssrc; }
        }
    }
}
