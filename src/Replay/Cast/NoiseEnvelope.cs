// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Vigil.Replay.Cast;

/// <summary>Envelopes with a good head around noise: all that the server can tell from a real one.</summary>
internal static class NoiseEnvelope
{
    /// <summary>Version, epoch, leaf, number, commitment; then nonce, opening, signature and tag around the message.</summary>
    public const int HeadLength = 1 + 8 + 4 + 8 + 32, Overhead = HeadLength + 12 + 32 + 64 + 16;

    public static byte[] Make(ulong epoch = 0, ulong seq = 1, byte[]? commitment = null, int message = 40)
    {
        var body = RandomNumberGenerator.GetBytes(Overhead + message);
        body[0] = 1;
        BinaryPrimitives.WriteUInt64BigEndian(body.AsSpan(1), epoch);
        BinaryPrimitives.WriteUInt64BigEndian(body.AsSpan(13), seq);
        commitment?.CopyTo(body.AsSpan(21));
        return body;
    }
}
