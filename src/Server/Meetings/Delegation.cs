// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using Vigil.Server.Crypto;

namespace Vigil.Server.Meetings;

/// <summary>A host's word that a member may admit (docs/protocol/meeting.md section 3).</summary>
internal sealed record Delegation(ulong Expiry, Signature Signature)
{
    public const int Length = sizeof(ulong) + Crypto.Signature.Length;

    public static bool TryParse(ReadOnlySpan<byte> bytes, out Delegation? delegation)
    {
        delegation = null;
        if (bytes.Length != Length) { return false; }
        delegation = new Delegation(BinaryPrimitives.ReadUInt64BigEndian(bytes), new Signature(bytes[sizeof(ulong)..]));
        return true;
    }
}
