// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Vigil.Server.Crypto;

namespace Vigil.Server.Files;

/// <summary>Names a file, at random. It is in the seal of every piece, so that no piece passes for one of another file.</summary>
[JsonConverter(typeof(FixedBytesConverter<FileId>))]
internal sealed class FileId(ReadOnlySpan<byte> bytes) : FixedBytes(bytes), IFixedBytes<FileId>
{
    public static int Length => 16;

    public static FileId Copy(ReadOnlySpan<byte> bytes) => new(bytes);

    public static FileId Random() => new(RandomNumberGenerator.GetBytes(Length));
}

/// <summary>Whoever shows it may read, or write. The server keeps its hash only.</summary>
[JsonConverter(typeof(FixedBytesConverter<FileToken>))]
internal sealed class FileToken(ReadOnlySpan<byte> bytes) : FixedBytes(bytes), IFixedBytes<FileToken>
{
    public static int Length => 32;

    public static FileToken Copy(ReadOnlySpan<byte> bytes) => new(bytes);

    public static FileToken Random() => new(RandomNumberGenerator.GetBytes(Length));

    public byte[] Hash() => SHA256.HashData(Span);

    /// <summary>Compared in constant time, and by hash: how far a guess was right cannot be measured.</summary>
    public bool HasHash(ReadOnlySpan<byte> hash) => CryptographicOperations.FixedTimeEquals(Hash(), hash);
}
