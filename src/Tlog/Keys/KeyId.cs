// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Vigil.Tlog.Keys;

/// <summary>Four bytes that find a key; not a commitment to it. Name and id together identify a key in a note.</summary>
public readonly record struct KeyId(uint Value)
{
    /// <summary><c>SHA-256(name || 0x0A || type || public key)[:4]</c>.</summary>
    public static KeyId Compute(string name, KeyAlgorithm algorithm, ReadOnlySpan<byte> publicKey)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(name));
        hash.AppendData([(byte)'\n', (byte)algorithm]);
        hash.AppendData(publicKey);
        return new KeyId(BinaryPrimitives.ReadUInt32BigEndian(hash.GetHashAndReset()));
    }

    public override string ToString() => Value.ToString("x8", CultureInfo.InvariantCulture);
}
