// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using Vigil.Server.Crypto;
using Vigil.Tlog.Keys;

namespace Vigil.Replay.Cast;

/// <summary>A real Ed25519 key pair that signs, as a browser would.</summary>
internal sealed class KeyPair
{
    private readonly Ed25519Signer _signer;

    public KeyPair(byte[] seed)
    {
        _signer = Ed25519Signer.FromSeed(seed);
        Public = new PublicKey(_signer.PublicKey.Span);
    }

    public PublicKey Public { get; }

    public static KeyPair Random() => new(RandomNumberGenerator.GetBytes(Ed25519Signer.SeedLength));

    public byte[] Sign(ReadOnlySpan<byte> message) => _signer.Sign(message);
}
