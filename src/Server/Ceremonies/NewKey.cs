// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using Vigil.Orders.Approvals;
using Vigil.Orders.Reasons;
using Vigil.Orders.Staff;

namespace Vigil.Server.Ceremonies;

/// <summary>
/// Reads a key that was registered just now (WebAuthn level 3, sections 6.1 and 7.1, without attestation: which make somebody's key is concerns
/// nobody). What it proves comes with the first signature; here it must only be of the kind that signatures will be accepted from.
/// </summary>
internal static class NewKey
{
    private const int FlagsAt = 32, CredentialAt = 37, IdLengthAt = CredentialAt + 16, IdAt = IdLengthAt + 2;
    private const int LongestId = 1023;
    private const byte UserPresent = 0x01, UserVerified = 0x04, BackupEligible = 0x08, BackupState = 0x10, Attested = 0x40;

    /// <summary>RFC 9052 and 9053: names of a COSE key's members, and their values for the two kinds of keys.</summary>
    private const int KeyType = 1, Algorithm = 3, Curve = -1, X = -2, Y = -3;
    private const int Okp = 1, Ec2 = 2, Es256 = -7, EdDsa = -8, P256 = 1, Ed25519 = 6;

    private static ReadOnlySpan<byte> Ed25519Prefix => [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

    private static ReadOnlySpan<byte> P256Prefix =>
    [
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01,
        0x07, 0x03, 0x42, 0x00, 0x04,
    ];

    public static OrderReason Read(ReadOnlySpan<byte> clientData, ReadOnlySpan<byte> data, ReadOnlySpan<byte> challenge, string rpId, string webOrigin, out FounderKey? key)
    {
        key = null;
        var reason = ClientData.Check(clientData, challenge, [webOrigin], ClientData.Create);
        if (reason != OrderReason.None) { return reason; }
        if (data.Length <= IdAt) { return OrderReason.BadAuthenticatorData; }
        if (!data[..FlagsAt].SequenceEqual(SHA256.HashData(Encoding.UTF8.GetBytes(rpId)))) { return OrderReason.WrongRpId; }
        var flags = data[FlagsAt];
        if ((flags & (UserPresent | UserVerified)) != (UserPresent | UserVerified)) { return OrderReason.NotVerified; }
        if ((flags & (BackupEligible | BackupState)) != 0) { return OrderReason.SyncedKey; }
        var length = BinaryPrimitives.ReadUInt16BigEndian(data[IdLengthAt..]);
        if ((flags & Attested) == 0 || length is 0 or > LongestId || data.Length <= IdAt + length) { return OrderReason.BadAuthenticatorData; }
        if (ReadSpki(data[(IdAt + length)..].ToArray()) is not { } spki || !StaffKey.TryParse(spki, out _)) { return OrderReason.BadAuthenticatorData; }
        key = new FounderKey(data.Slice(IdAt, length).ToArray(), spki);
        return OrderReason.None;
    }

    private static byte[]? ReadSpki(byte[] cose)
    {
        var (numbers, texts) = (new Dictionary<int, int>(), new Dictionary<int, byte[]>());
        // There is no Try form. What follows the key are extensions, which say nothing that is used.
        try
        {
            var reader = new CborReader(cose, CborConformanceMode.Ctap2Canonical, allowMultipleRootLevelValues: true);
            reader.ReadStartMap();
            while (reader.PeekState() != CborReaderState.EndMap)
            {
                var name = reader.ReadInt32();
                if (reader.PeekState() == CborReaderState.ByteString) { texts.Add(name, reader.ReadByteString()); }
                else { numbers.Add(name, reader.ReadInt32()); }
            }
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException or OverflowException) { return null; }
        var kind = (numbers.GetValueOrDefault(KeyType), numbers.GetValueOrDefault(Algorithm), numbers.GetValueOrDefault(Curve));
        if (!texts.TryGetValue(X, out var x) || x.Length != 32) { return null; }
        if (kind == (Okp, EdDsa, Ed25519)) { return [.. Ed25519Prefix, .. x]; }
        return kind == (Ec2, Es256, P256) && texts.TryGetValue(Y, out var y) && y.Length == 32 ? [.. P256Prefix, .. x, .. y] : null;
    }
}
