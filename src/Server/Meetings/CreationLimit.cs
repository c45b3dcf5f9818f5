// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Vigil.Server.Serving;

namespace Vigil.Server.Meetings;

/// <summary>How many meetings one address may register. Addresses are held in memory, while their bucket is not full again, and go nowhere.</summary>
internal sealed class CreationLimit(TimeProvider time)
{
    private const double PerSecond = 1;
    private const int Burst = 60;
    private const int MostAddresses = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, TokenBucket> _buckets = [];

    public bool TryTake(IPAddress? address)
    {
        var from = Network(address ?? IPAddress.None);
        lock (_gate)
        {
            if (!_buckets.TryGetValue(from, out var bucket))
            {
                if (_buckets.Count >= MostAddresses && !TryMakeRoom()) { return false; }
                bucket = new TokenBucket(PerSecond, Burst, time);
                _buckets.Add(from, bucket);
            }
            return bucket.TryTake();
        }
    }

    private bool TryMakeRoom()
    {
        foreach (var (address, bucket) in _buckets)
        {
            if (bucket.IsFull) { _buckets.Remove(address); }
        }
        return _buckets.Count < MostAddresses;
    }

    /// <summary>One household has a whole /64 of IPv6.</summary>
    private static IPAddress Network(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) { return address.MapToIPv4(); }
        var bytes = address.GetAddressBytes();
        if (bytes.Length == 4) { return address; }
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}
