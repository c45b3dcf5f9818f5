// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Tlog.Keys;

/// <summary>
/// Whoever holds an Ed25519 private key: this process (<see cref="Ed25519Signer"/>), or a token or agent behind the same two members.
/// </summary>
public interface ISigner
{
    /// <summary>The public key, 32 bytes (RFC 8032 section 5.1.5).</summary>
    public ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>Signs; 64 bytes. Throws if the key is gone: nothing may be published unsigned.</summary>
    public byte[] Sign(ReadOnlySpan<byte> message);
}
