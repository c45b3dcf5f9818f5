// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Security.Cryptography;

namespace Vigil.Server.Serving;

/// <summary>
/// How often one address may do something. Addresses are told apart by an HMAC under a key that lives an hour and in
/// memory only: what is held here names nobody, and not for long.
/// </summary>
internal class AddressLimit(double perSecond, int burst, TimeProvider time)
{
    private const int MostAddresses = 10_000;
    private static readonly TimeSpan KeyLives = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, TokenBucket> _buckets = [];
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);
    private long _keyMadeAt = time.GetTimestamp();

    public bool TryTake(IPAddress? address)
    {
        var from = Network(address ?? IPAddress.None);
        lock (_gate)
        {
            RenewKey();
            var tag = BitConverter.ToUInt128(HMACSHA256.HashData(_key, from));
            if (!_buckets.TryGetValue(tag, out var bucket))
            {
                if (_buckets.Count >= MostAddresses && !TryMakeRoom()) { return false; }
                bucket = new TokenBucket(perSecond, burst, time);
                _buckets.Add(tag, bucket);
            }
            return bucket.TryTake();
        }
    }

    private void RenewKey()
    {
        if (time.GetElapsedTime(_keyMadeAt) < KeyLives) { return; }
        RandomNumberGenerator.Fill(_key);
        _keyMadeAt = time.GetTimestamp();
        _buckets.Clear();
    }

    private bool TryMakeRoom()
    {
        foreach (var (tag, bucket) in _buckets)
        {
            if (bucket.IsFull) { _buckets.Remove(tag); }
        }
        return _buckets.Count < MostAddresses;
    }

    /// <summary>One household has a whole /64 of IPv6.</summary>
    private static byte[] Network(IPAddress address)
    {
        var bytes = (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).GetAddressBytes();
        return bytes.Length == 4 ? bytes : bytes[..8];
    }
}
