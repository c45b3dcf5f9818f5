// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;

namespace Vigil.Replay.Recording;

/// <summary>Decrypts SFrame (RFC 9605 section 4) frames with keys that a test took from a client. Written apart from the client's own code.</summary>
internal sealed class SFrameOpener(IReadOnlyList<(byte[] Key, byte[] Salt)> keys)
{
    private const int TagLength = 16;

    /// <summary>Opens a VP8 frame whose first bytes are clear: ten of a key frame, one of a delta frame.</summary>
    public byte[]? TryOpenVp8(ReadOnlySpan<byte> frame)
    {
        if (frame.Length == 0) { return null; }
        var clear = (frame[0] & 1) == 0 ? 10 : 1;
        if (frame.Length < clear + 1) { return null; }
        var sealedPart = frame[clear..];
        if (!TryReadHeader(sealedPart, out var headerLength, out var counter)) { return null; }
        var body = sealedPart[headerLength..];
        if (body.Length < TagLength) { return null; }

        byte[] additional = [.. sealedPart[..headerLength], .. frame[..clear]];
        var plain = new byte[body.Length - TagLength];
        foreach (var (key, salt) in keys)
        {
            var nonce = (byte[])salt.Clone();
            for (var i = 0; i < 8; i++) { nonce[^(i + 1)] ^= (byte)(counter >> (8 * i)); }
            using var gcm = new AesGcm(key, TagLength);
            try
            {
                gcm.Decrypt(nonce, body[..^TagLength], body[^TagLength..], plain, additional);
                return [.. frame[..clear], .. plain];
            }
            catch (AuthenticationTagMismatchException)
            {
                // Another epoch's or another sender's key.
            }
        }
        return null;
    }

    private static bool TryReadHeader(ReadOnlySpan<byte> data, out int length, out ulong counter)
    {
        (length, counter) = (1, 0);
        if (data.Length == 0) { return false; }
        var keyIdLength = (data[0] & 0x80) != 0 ? ((data[0] >> 4) & 7) + 1 : 0;
        var counterLength = (data[0] & 0x08) != 0 ? (data[0] & 7) + 1 : 0;
        if (data.Length < 1 + keyIdLength + counterLength) { return false; }
        counter = (ulong)(data[0] & 7);
        if (counterLength > 0)
        {
            counter = 0;
            foreach (var b in data.Slice(1 + keyIdLength, counterLength)) { counter = (counter << 8) | b; }
        }
        length = 1 + keyIdLength + counterLength;
        return true;
    }
}
