// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Tlog.Keys;

/// <summary>The signature type byte of a key (C2SP signed-note, "Signature types").</summary>
public enum KeyAlgorithm : byte
{
    /// <summary>A note signed as it is.</summary>
    Ed25519 = 0x01,

    /// <summary>A checkpoint cosigned with a time (cosignature/v1).</summary>
    Ed25519Cosignature = 0x04,

    /// <summary>Read and kept, never verified: no library here has ML-DSA below OpenSSL 3.5. It counts for no quorum.</summary>
    MlDsa44Cosignature = 0x06,
}
