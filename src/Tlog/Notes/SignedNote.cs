// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Unicode;
using Vigil.Tlog.Encodings;

namespace Vigil.Tlog.Notes;

/// <summary>A text and its signature lines (C2SP signed-note). Parsing trusts nothing: see <see cref="NoteVerification"/>.</summary>
public sealed class SignedNote
{
    /// <summary>Sixteen ML-DSA signatures and a text fit many times over.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>At least 16 must be accepted; witnesses are counted in dozens at most.</summary>
    public const int MaxSignatures = 100;

    private SignedNote(byte[] text, IReadOnlyList<NoteSignature> signatures)
    {
        Text = text;
        Signatures = signatures;
    }

    /// <summary>The signed text with its last newline, without the empty line that follows.</summary>
    public ReadOnlyMemory<byte> Text { get; }

    public IReadOnlyList<NoteSignature> Signatures { get; }

    /// <summary>Puts a note together. The text is the caller's own, so a bad one is a bug.</summary>
    public static SignedNote Create(ReadOnlySpan<byte> text, IReadOnlyList<NoteSignature> signatures)
    {
        ArgumentNullException.ThrowIfNull(signatures);
        var problem = FindTextProblem(text);
        if (problem != NoteProblem.None) { throw new ArgumentException($"not a note text: {problem}", nameof(text)); }
        return new SignedNote(text.ToArray(), [.. signatures]);
    }

    public static bool TryParse(ReadOnlySpan<byte> bytes, out SignedNote? note, out NoteProblem problem)
    {
        note = null;
        problem = NoteProblem.TooLong;
        if (bytes.Length > MaxBytes) { return false; }
        problem = FindTextProblem(bytes);
        if (problem != NoteProblem.None) { return false; }

        // The text may hold empty lines, so the last one separates.
        problem = NoteProblem.NoEmptyLine;
        var end = bytes.LastIndexOf("\n\n"u8);
        if (end < 0) { return false; }

        if (!TryParseSignatures(bytes[(end + 2)..], out var signatures, out problem)) { return false; }
        note = new SignedNote(bytes[..(end + 1)].ToArray(), signatures);
        return true;
    }

    /// <summary>Reads signature lines alone, as a witness answers them.</summary>
    public static bool TryParseSignatures(ReadOnlySpan<byte> lines, out IReadOnlyList<NoteSignature> signatures, out NoteProblem problem)
    {
        var found = new List<NoteSignature>();
        signatures = found;
        var reader = new LineReader(lines);
        while (reader.TryRead(out var line))
        {
            problem = NoteProblem.TooManySignatures;
            if (found.Count == MaxSignatures) { return false; }
            if (!NoteSignature.TryParse(line, out var signature, out problem)) { return false; }
            found.Add(signature!);
        }
        problem = !reader.AtEnd ? NoteProblem.NotEndedByNewline : found.Count == 0 ? NoteProblem.NoSignature : NoteProblem.None;
        return problem == NoteProblem.None;
    }

    /// <summary>The same text with more signatures, as a log does with what its witnesses answer.</summary>
    public SignedNote With(IEnumerable<NoteSignature> more) => new(Text.ToArray(), [.. Signatures, .. more]);

    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        bytes.Write(Text.Span);
        bytes.WriteByte((byte)'\n');
        foreach (var signature in Signatures) { bytes.Write(Encoding.UTF8.GetBytes(signature.ToString())); }
        return bytes.ToArray();
    }

    private static NoteProblem FindTextProblem(ReadOnlySpan<byte> bytes)
    {
        if (!Utf8.IsValid(bytes)) { return NoteProblem.NotUtf8; }
        foreach (var b in bytes)
        {
            if (b < 0x20 && b != '\n') { return NoteProblem.ControlCharacter; }
        }
        return bytes.IsEmpty || bytes[^1] != '\n' ? NoteProblem.NotEndedByNewline : NoteProblem.None;
    }
}
