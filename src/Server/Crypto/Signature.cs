// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Serialization;

namespace Vigil.Server.Crypto;

/// <summary>An Ed25519 signature.</summary>
[JsonConverter(typeof(FixedBytesConverter<Signature>))]
internal sealed class Signature(ReadOnlySpan<byte> bytes) : FixedBytes(bytes), IFixedBytes<Signature>
{
    public const int Length = 64;

    static int IFixedBytes<Signature>.Length => Length;

    public static Signature Copy(ReadOnlySpan<byte> bytes) => new(bytes);
}
