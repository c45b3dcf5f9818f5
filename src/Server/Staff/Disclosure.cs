// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Vigil.Server.Crypto;

namespace Vigil.Server.Staff;

/// <summary>Files by which an order hands data over: only who has the recipient's key reads them (docs/protocol/staff.md section 3).</summary>
public static class Disclosure
{
    public const int KeyLength = X25519.Length;

    private const string Label = "PRIVATE KEY";

    private static ReadOnlySpan<byte> Info => "vigil/disclosure/v1\0"u8;

    /// <summary>RFC 8410 section 7, for X25519: all that stands before the 32 bytes is the same for every key.</summary>
    private static ReadOnlySpan<byte> Prefix => [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x6e, 0x04, 0x22, 0x04, 0x20];

    /// <summary>A new key as PEM (PKCS#8), and what of it a proposal names.</summary>
    public static (string Pem, string PublicKey) NewKey()
    {
        var key = RandomNumberGenerator.GetBytes(KeyLength);
        return (PemEncoding.WriteString(Label, [.. Prefix, .. key]) + "\n", Convert.ToBase64String(X25519.PublicKey(key)));
    }

    /// <summary>What the file holds; null if it was not sealed to this key for this order.</summary>
    public static byte[]? Open(ReadOnlySpan<byte> key, string order, ReadOnlySpan<byte> file) => Hpke.Open(key, InfoOf(order), file);

    public static bool TryReadKey(string pem, out byte[] key)
    {
        key = [];
        if (!PemEncoding.TryFind(pem, out var fields) || !pem.AsSpan()[fields.Label].SequenceEqual(Label)) { return false; }
        Span<byte> der = stackalloc byte[Prefix.Length + KeyLength];
        if (!Convert.TryFromBase64Chars(pem.AsSpan()[fields.Base64Data], der, out var written) || written != der.Length || !der.StartsWith(Prefix)) { return false; }
        key = der[Prefix.Length..].ToArray();
        return true;
    }

    /// <summary>Whether what is sealed to this key is secret: some points make one that everybody knows.</summary>
    internal static bool IsUsable(ReadOnlySpan<byte> recipient) => Hpke.Seal(recipient, [], []) is not null;

    internal static byte[] Seal(JsonObject record, ReadOnlySpan<byte> recipient, string order) =>
        Hpke.Seal(recipient, InfoOf(order), Encoding.UTF8.GetBytes(record.ToJsonString())) ?? throw new CryptographicException("nothing can be sealed to this key");

    private static byte[] InfoOf(string order) => [.. Info, .. Encoding.ASCII.GetBytes(order)];
}
