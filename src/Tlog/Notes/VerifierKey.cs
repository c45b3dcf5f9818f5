// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using Vigil.Tlog.Encodings;
using Vigil.Tlog.Keys;

namespace Vigil.Tlog.Notes;

/// <summary>A public key with its name, written <c>name+id+base64(type || key)</c> (C2SP signed-note, "Verifier keys").</summary>
public sealed class VerifierKey
{
    private const int MlDsa44PublicKeyLength = 1312;

    /// <summary>A key that belongs to this name; the caller vouches for the pair.</summary>
    public VerifierKey(string name, KeyAlgorithm algorithm, ReadOnlyMemory<byte> publicKey)
    {
        if (!KeyName.IsValid(name)) { throw new ArgumentException("not a key name", nameof(name)); }
        if (publicKey.Length != ExpectedLength(algorithm)) { throw new ArgumentException("not a key of that type", nameof(publicKey)); }
        Name = name;
        Algorithm = algorithm;
        PublicKey = publicKey;
        KeyId = KeyId.Compute(name, algorithm, publicKey.Span);
    }

    public string Name { get; }
    public KeyId KeyId { get; }
    public KeyAlgorithm Algorithm { get; }
    public ReadOnlyMemory<byte> PublicKey { get; }

    public static bool TryParse(string text, out VerifierKey? key, out VerifierKeyProblem problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        key = null;
        problem = VerifierKeyProblem.NotThreeParts;
        // Names hold no plus, base64 may: only the first two separate.
        var parts = text.Split('+', 3);
        if (parts.Length != 3) { return false; }

        problem = VerifierKeyProblem.BadName;
        if (!KeyName.IsValid(parts[0])) { return false; }

        problem = VerifierKeyProblem.BadKeyId;
        if (parts[1].Length != 8 || !parts[1].All(char.IsAsciiHexDigitLower)) { return false; }
        var id = uint.Parse(parts[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

        problem = VerifierKeyProblem.BadKeyEncoding;
        if (!StrictBase64.TryDecode(Encoding.UTF8.GetBytes(parts[2]), out var typed) || typed.Length == 0) { return false; }

        problem = VerifierKeyProblem.UnsupportedAlgorithm;
        var algorithm = (KeyAlgorithm)typed[0];
        if (ExpectedLength(algorithm) == 0) { return false; }

        problem = VerifierKeyProblem.WrongKeyLength;
        if (typed.Length - 1 != ExpectedLength(algorithm)) { return false; }

        problem = VerifierKeyProblem.KeyIdMismatch;
        var candidate = new VerifierKey(parts[0], algorithm, typed.AsMemory(1));
        if (candidate.KeyId.Value != id) { return false; }

        problem = VerifierKeyProblem.None;
        key = candidate;
        return true;
    }

    /// <summary>The vkey text.</summary>
    public override string ToString() => $"{Name}+{KeyId}+{Convert.ToBase64String([(byte)Algorithm, .. PublicKey.Span])}";

    internal bool Made(NoteSignature signature) =>
        signature.KeyId == KeyId && string.Equals(signature.Name, Name, StringComparison.Ordinal);

    private static int ExpectedLength(KeyAlgorithm algorithm) => algorithm switch
    {
        KeyAlgorithm.Ed25519 or KeyAlgorithm.Ed25519Cosignature => Ed25519.PublicKeyLength,
        KeyAlgorithm.MlDsa44Cosignature => MlDsa44PublicKeyLength,
        _ => 0,
    };
}
