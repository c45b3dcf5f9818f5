// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Vigil.Server.Crypto;

namespace Vigil.Server.Meetings;

/// <summary>The hash of a link's public key: all that the server keeps to know a link by.</summary>
[JsonConverter(typeof(FixedBytesConverter<LinkId>))]
internal sealed class LinkId(ReadOnlySpan<byte> bytes) : FixedBytes(bytes), IFixedBytes<LinkId>
{
    public const int Length = SHA256.HashSizeInBytes;

    static int IFixedBytes<LinkId>.Length => Length;

    public static LinkId Of(PublicKey linkKey) => new(SHA256.HashData(linkKey.Span));

    public static LinkId Copy(ReadOnlySpan<byte> bytes) => new(bytes);
}
