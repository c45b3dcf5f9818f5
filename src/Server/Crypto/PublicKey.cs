// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Serialization;

namespace Vigil.Server.Crypto;

/// <summary>An Ed25519 public key.</summary>
[JsonConverter(typeof(FixedBytesConverter<PublicKey>))]
internal sealed class PublicKey(ReadOnlySpan<byte> bytes) : FixedBytes(bytes), IFixedBytes<PublicKey>
{
    public const int Length = 32;

    static int IFixedBytes<PublicKey>.Length => Length;

    public static PublicKey Copy(ReadOnlySpan<byte> bytes) => new(bytes);
}
