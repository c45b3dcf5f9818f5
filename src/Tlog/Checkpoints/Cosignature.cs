// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Vigil.Tlog.Encodings;
using Vigil.Tlog.Keys;

namespace Vigil.Tlog.Checkpoints;

/// <summary>What a witness signs: a time, and the checkpoint word for word (C2SP tlog-cosignature, cosignature/v1).</summary>
public static class Cosignature
{
    /// <summary>Time and signature; the four bytes of the key id stand before them in the line.</summary>
    public const int Length = sizeof(ulong) + Ed25519.SignatureLength;

    /// <summary>The signed bytes. The cosigner's name is not among them: one key for each cosigner.</summary>
    public static byte[] Message(ulong time, ReadOnlySpan<byte> checkpointText) =>
        [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {time}\n")), .. checkpointText];

    public static bool TryVerify(
        ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> checkpointText, ReadOnlySpan<byte> signature, out ulong time)
    {
        time = 0;
        if (signature.Length != Length) { return false; }
        time = BinaryPrimitives.ReadUInt64BigEndian(signature);
        return time <= StrictDecimal.Largest
            // A note that is no checkpoint can be signed by accident, never cosigned.
            && Checkpoint.TryParse(checkpointText, out _, out _)
            && Ed25519.Verify(publicKey, Message(time, checkpointText), signature[sizeof(ulong)..]);
    }
}
