// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using Vigil.Server.Crypto;

namespace Vigil.Server.Meetings.Commands;

/// <summary>One signed command, as it reads (docs/protocol/meeting.md section 9). Whether it counts is for a chain to say.</summary>
internal sealed record Command(
    ulong Number, CommandHash Previous, PublicKey IssuerKey, CommandKind Kind, CommandBody Body, Signature Signature, byte[] Bytes)
{
    private const byte Version = 1;
    private const int NumberAt = 1;
    private const int PreviousAt = NumberAt + sizeof(ulong);
    private const int IssuerKeyAt = PreviousAt + CommandHash.Length;
    private const int KindAt = IssuerKeyAt + PublicKey.Length;
    private const int BodyAt = KindAt + 1;

    /// <summary>All that the signature covers, but for meeting and group.</summary>
    public ReadOnlySpan<byte> Signed => Bytes.AsSpan(0, Bytes.Length - Crypto.Signature.Length);

    public static bool TryParse(ReadOnlySpan<byte> bytes, out Command? command)
    {
        command = null;
        var bodyEnd = bytes.Length - Crypto.Signature.Length;
        if (bodyEnd < BodyAt || bytes[0] != Version) { return false; }
        var kind = (CommandKind)bytes[KindAt];
        if (CommandBody.Parse(kind, bytes[BodyAt..bodyEnd]) is not { } body) { return false; }
        command = new Command(
            BinaryPrimitives.ReadUInt64BigEndian(bytes[NumberAt..]),
            new CommandHash(bytes[PreviousAt..IssuerKeyAt]),
            new PublicKey(bytes[IssuerKeyAt..KindAt]),
            kind,
            body,
            new Signature(bytes[bodyEnd..]),
            bytes.ToArray());
        return true;
    }
}
