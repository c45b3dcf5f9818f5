// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Vigil.Server.Log.Files;
using Vigil.Tlog.Keys;

namespace Vigil.Server.Log.Opening;

/// <summary>
/// An Ed25519 key in a PEM file of its own (PKCS#8, RFC 8410), readable by its owner alone. <c>openssl pkey -in</c> reads it too.
/// </summary>
internal static class PrivateKeyFile
{
    private const string Label = "PRIVATE KEY";

    /// <summary>RFC 8410 section 7: all that stands before the 32 bytes is the same for every key.</summary>
    private static ReadOnlySpan<byte> Prefix => [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

    public static Ed25519Signer LoadOrCreate(DurableFolder folder, string name)
    {
        if (folder.ReadIfThere(name) is not { } pem)
        {
            Create(folder, name);
            pem = folder.ReadIfThere(name)!;
        }
        return Load(pem, folder.PathOf(name));
    }

    private static Ed25519Signer Load(byte[] pem, string path)
    {
        const UnixFileMode others = ~(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        if ((File.GetUnixFileMode(path) & others) != 0) { throw new LogStoreException(path, "this key can be read by others: chmod 600, and consider it known if they did"); }
        var key = new byte[Prefix.Length + Ed25519Signer.SeedLength];
        try
        {
            if (!TryDecode(pem, key)) { throw new LogStoreException(path, "not an Ed25519 private key in PEM form"); }
            return Ed25519Signer.FromSeed(key.AsSpan(Prefix.Length));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(pem);
        }
    }

    private static bool TryDecode(ReadOnlySpan<byte> pem, Span<byte> key) =>
        PemEncoding.TryFindUtf8(pem, out var fields)
        && pem[fields.Label].SequenceEqual(Encoding.ASCII.GetBytes(Label))
        && Base64.DecodeFromUtf8(pem[fields.Base64Data], key, out _, out var written) == System.Buffers.OperationStatus.Done
        && written == key.Length
        && key.StartsWith(Prefix);

    private static void Create(DurableFolder folder, string name)
    {
        var key = new byte[Prefix.Length + Ed25519Signer.SeedLength];
        Prefix.CopyTo(key);
        RandomNumberGenerator.Fill(key.AsSpan(Prefix.Length));
        var pem = PemEncoding.WriteUtf8(Encoding.ASCII.GetBytes(Label), key);
        folder.Write(name, (byte[])[.. pem, (byte)'\n']);
        CryptographicOperations.ZeroMemory(key);
        CryptographicOperations.ZeroMemory(pem);
    }
}
