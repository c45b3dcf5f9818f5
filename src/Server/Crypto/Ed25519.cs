// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Server.Crypto;

/// <summary>RFC 8032 section 5.1.7, through libcrypto (.NET 10 has no Ed25519).</summary>
internal static class Ed25519
{
    public static bool Verify(PublicKey key, ReadOnlySpan<byte> message, Signature signature)
    {
        using var publicKey = Native.NewRawPublicKey(Native.Ed25519KeyType, 0, key.Span, PublicKey.Length);
        using var context = Native.NewDigestContext();
        var good = !publicKey.IsInvalid && !context.IsInvalid
            && Native.DigestVerifyInit(context, 0, 0, 0, publicKey) == 1
            && Native.DigestVerify(context, signature.Span, Crypto.Signature.Length, message, (nuint)message.Length) == 1;
        // libcrypto leaves a note in this thread's error queue, where TLS would stumble over it.
        if (!good) { Native.ClearErrors(); }
        return good;
    }
}
