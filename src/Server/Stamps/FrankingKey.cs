// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;

namespace Vigil.Server.Stamps;

/// <summary>A secret that tags stamps for one week. It does not print, and its bytes are gone when it is disposed.</summary>
internal sealed class FrankingKey : IDisposable
{
    public const int Length = 32;

    /// <summary>Pinned: the garbage collector makes no copy that could not be zeroed.</summary>
    private readonly byte[] _secret = GC.AllocateArray<byte>(Length, pinned: true);
    private readonly Lock _gate = new();
    private bool _isDestroyed;

    /// <summary>Takes a copy; the caller zeroes its own.</summary>
    public FrankingKey(uint number, ReadOnlySpan<byte> secret)
    {
        Number = number;
        secret.CopyTo(_secret);
    }

    public uint Number { get; }

    /// <summary>False if the key was destroyed: a tag under zeros would be anybody's.</summary>
    public bool TryTag(ReadOnlySpan<byte> tagged, Span<byte> tag)
    {
        lock (_gate)
        {
            if (_isDestroyed) { return false; }
            using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _secret.AsSpan());
            hmac.AppendData(Stamp.Label);
            hmac.AppendData(tagged);
            return hmac.TryGetHashAndReset(tag, out var written) && written == Stamp.TagLength;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDestroyed = true;
            CryptographicOperations.ZeroMemory(_secret);
        }
    }

    public override string ToString() => nameof(FrankingKey);
}
