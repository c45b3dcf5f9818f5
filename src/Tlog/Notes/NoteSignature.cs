// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Text;
using Vigil.Tlog.Encodings;
using Vigil.Tlog.Keys;

namespace Vigil.Tlog.Notes;

/// <summary>One signature line: who says to have signed, and the bytes. Nothing is verified by its existence.</summary>
public sealed class NoteSignature(string name, KeyId keyId, ReadOnlyMemory<byte> signature)
{
    /// <summary>U+2014 and a space begin every signature line.</summary>
    private static ReadOnlySpan<byte> Dash => "\u2014 "u8;

    public string Name { get; } = name;
    public KeyId KeyId { get; } = keyId;
    public ReadOnlyMemory<byte> Signature { get; } = signature;

    /// <summary>Reads a line without its newline: <c>— name base64(key id || signature)</c>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out NoteSignature? signature, out NoteProblem problem)
    {
        signature = null;
        problem = NoteProblem.NotASignatureLine;
        if (!line.StartsWith(Dash)) { return false; }
        line = line[Dash.Length..];
        var space = line.IndexOf((byte)' ');
        if (space < 0) { return false; }

        problem = NoteProblem.BadKeyName;
        var name = Encoding.UTF8.GetString(line[..space]);
        if (!KeyName.IsValid(name)) { return false; }

        problem = NoteProblem.BadSignatureEncoding;
        if (!StrictBase64.TryDecode(line[(space + 1)..], out var bytes)) { return false; }

        problem = NoteProblem.SignatureTooShort;
        if (bytes.Length <= sizeof(uint)) { return false; }

        problem = NoteProblem.None;
        signature = new NoteSignature(name, new KeyId(BinaryPrimitives.ReadUInt32BigEndian(bytes)), bytes.AsMemory(sizeof(uint)));
        return true;
    }

    /// <summary>The line, with its newline.</summary>
    public override string ToString()
    {
        var bytes = new byte[sizeof(uint) + Signature.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, KeyId.Value);
        Signature.Span.CopyTo(bytes.AsSpan(sizeof(uint)));
        return $"\u2014 {Name} {Convert.ToBase64String(bytes)}\n";
    }
}
