// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using Vigil.Tlog.Keys;
using Vigil.Tlog.Notes;

namespace Vigil.Tlog.Checkpoints;

/// <summary>A witness's key under its name (type 0x04). It signs what it is given: consistency is checked before.</summary>
public sealed class Cosigner(string name, ISigner signer)
{
    public VerifierKey Key { get; } = new(name, KeyAlgorithm.Ed25519Cosignature, signer.PublicKey);

    /// <summary>Cosigns a checkpoint's whole text at a time in POSIX seconds.</summary>
    public NoteSignature Cosign(ReadOnlySpan<byte> checkpointText, ulong time)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, (ulong)long.MaxValue);
        var signature = new byte[Cosignature.Length];
        BinaryPrimitives.WriteUInt64BigEndian(signature, time);
        signer.Sign(Cosignature.Message(time, checkpointText)).CopyTo(signature, sizeof(ulong));
        return new NoteSignature(Key.Name, Key.KeyId, signature);
    }
}
