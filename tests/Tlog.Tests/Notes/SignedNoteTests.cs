// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Vigil.Tests;
using Vigil.Tlog.Keys;
using Vigil.Tlog.Notes;

namespace Vigil.Tlog.Tests.Notes;

public sealed class SignedNoteTests
{
    private const string Line = "\u2014 a.example AAAAAAE=\n";

    [Theory]
    [InlineData("text\n\n" + Line, NoteProblem.None)]
    [InlineData("two\n\nparts\n\n" + Line, NoteProblem.None)]
    [InlineData("del \u007f and C1 \u0085 are text\n\n" + Line, NoteProblem.None)]
    [InlineData("", NoteProblem.NotEndedByNewline)]
    [InlineData("text", NoteProblem.NotEndedByNewline)]
    [InlineData("text\n", NoteProblem.NoEmptyLine)]
    [InlineData("text\n" + Line, NoteProblem.NoEmptyLine)]
    [InlineData("\n" + Line, NoteProblem.NoEmptyLine)]
    [InlineData("text\n\n", NoteProblem.NoSignature)]
    [InlineData("text\n\n" + Line + "\n", NoteProblem.NoSignature)]
    [InlineData("text\n\n" + Line + "more\n", NoteProblem.NotASignatureLine)]
    [InlineData("text\n\n\u2014 a.example AAAAAAE=", NoteProblem.NotEndedByNewline)]
    [InlineData("tab\there\n\n" + Line, NoteProblem.ControlCharacter)]
    [InlineData("carriage\r\n\n" + Line, NoteProblem.ControlCharacter)]
    [InlineData("nul\0\n\n" + Line, NoteProblem.ControlCharacter)]
    [InlineData("text\n\n- a.example AAAAAAE=\n", NoteProblem.NotASignatureLine)]
    [InlineData("text\n\n\u2014a.example AAAAAAE=\n", NoteProblem.NotASignatureLine)]
    [InlineData("text\n\n\u2014 a.example\n", NoteProblem.NotASignatureLine)]
    [InlineData("text\n\n\u2014  AAAAAAE=\n", NoteProblem.BadKeyName)]
    [InlineData("text\n\n\u2014 a+b AAAAAAE=\n", NoteProblem.BadKeyName)]
    [InlineData("text\n\n\u2014 a\u00a0b AAAAAAE=\n", NoteProblem.BadKeyName)]
    [InlineData("text\n\n\u2014 a\u2003b AAAAAAE=\n", NoteProblem.BadKeyName)]
    [InlineData("text\n\n\u2014 a.example  AAAAAAE=\n", NoteProblem.BadSignatureEncoding)]
    [InlineData("text\n\n\u2014 a.example AAAAAAE= \n", NoteProblem.BadSignatureEncoding)]
    [InlineData("text\n\n\u2014 a.example AAAAAAE\n", NoteProblem.BadSignatureEncoding)]
    [InlineData("text\n\n\u2014 a.example AAAAAAF=\n", NoteProblem.BadSignatureEncoding)]
    [InlineData("text\n\n\u2014 a.example AAAA_AE=\n", NoteProblem.BadSignatureEncoding)]
    [InlineData("text\n\n\u2014 a.example AAAA*AE=\n", NoteProblem.BadSignatureEncoding)]
    [InlineData("text\n\n\u2014 a.example \n", NoteProblem.SignatureTooShort)]
    [InlineData("text\n\n\u2014 a.example AAAAAA==\n", NoteProblem.SignatureTooShort)]
    public void Every_form_has_its_verdict(string text, NoteProblem expected)
    {
        var parsed = SignedNote.TryParse(Encoding.UTF8.GetBytes(text), out var note, out var problem);
        Assert.Equal(expected, problem);
        Assert.Equal(expected == NoteProblem.None, parsed);
        if (parsed) { Assert.Equal(text, Encoding.UTF8.GetString(note!.ToBytes())); }
    }

    [Fact]
    public void The_last_empty_line_separates()
    {
        Assert.True(SignedNote.TryParse(Encoding.UTF8.GetBytes("two\n\nparts\n\n" + Line), out var note, out _));
        Assert.Equal("two\n\nparts\n"u8, note!.Text.Span);
        Assert.Equal("a.example", note.Signatures[0].Name);
    }

    [Theory]
    [InlineData(new byte[] { 0xff })]
    [InlineData(new byte[] { 0xc0, 0x80 })]
    [InlineData(new byte[] { 0xed, 0xa0, 0x80 })]
    [InlineData(new byte[] { 0xe2, 0x80 })]
    public void Text_that_is_not_utf8_is_refused(byte[] bad)
    {
        Assert.False(SignedNote.TryParse([.. bad, .. Encoding.UTF8.GetBytes("\n\n" + Line)], out _, out var problem));
        Assert.Equal(NoteProblem.NotUtf8, problem);
    }

    [Fact]
    public void Sixteen_signatures_are_taken_and_sizes_are_capped()
    {
        Assert.True(SignedNote.TryParse(Repeat(16), out var note, out _));
        Assert.Equal(16, note!.Signatures.Count);
        Assert.True(SignedNote.TryParse(Repeat(SignedNote.MaxSignatures), out _, out _));
        Assert.False(SignedNote.TryParse(Repeat(SignedNote.MaxSignatures + 1), out _, out var problem));
        Assert.Equal(NoteProblem.TooManySignatures, problem);

        var tooLong = new byte[SignedNote.MaxBytes + 1];
        Array.Fill(tooLong, (byte)'\n');
        Assert.False(SignedNote.TryParse(tooLong, out _, out problem));
        Assert.Equal(NoteProblem.TooLong, problem);

        static byte[] Repeat(int count) => Encoding.UTF8.GetBytes("text\n\n" + string.Concat(Enumerable.Repeat(Line, count)));
    }

    [Fact]
    public void Bad_texts_are_not_put_together()
    {
        Assert.Throws<ArgumentException>(() => SignedNote.Create("no newline"u8, []));
        Assert.Throws<ArgumentException>(() => SignedNote.Create("tab\t\n"u8, []));
    }

    [Fact]
    public void The_specifications_example_verifies_with_its_key()
    {
        var vkey = File.ReadAllText(SharedFolder.VectorPath("c2sp", "signed-note-example.vkey")).TrimEnd('\n');
        Assert.True(VerifierKey.TryParse(vkey, out var key, out _));
        Assert.Equal("530d903a", key!.KeyId.ToString());
        Assert.Equal(KeyAlgorithm.Ed25519, key.Algorithm);
        var bytes = File.ReadAllBytes(SharedFolder.VectorPath("c2sp", "signed-note-example.note"));
        Assert.True(SignedNote.TryParse(bytes, out var note, out _));
        Assert.True(NoteVerification.TryVerify(note!, [key], out var verified, out _));
        Assert.Same(key, verified.Single().Key);
        Assert.Equal(bytes, note!.ToBytes());
    }

    [Fact]
    public void The_specifications_many_lined_example_is_read()
    {
        var bytes = File.ReadAllBytes(SharedFolder.VectorPath("c2sp", "signed-note-multiline.note"));
        Assert.True(SignedNote.TryParse(bytes, out var note, out _));
        Assert.EndsWith("\n\ned è subito sera.\n", Encoding.UTF8.GetString(note!.Text.Span), StringComparison.Ordinal);
        Assert.Equal("quasimodo.example/salvatore", note.Signatures.Single().Name);
        Assert.Equal(bytes, note.ToBytes());
    }

    [Fact]
    public void Hostile_notes_do_no_harm()
    {
        var good = TestKeys.Log.SignNote("a text\n\nof two parts\n"u8).ToBytes();
        Fuzz.Run([good, Encoding.UTF8.GetBytes("t\n\n" + Line)], input =>
        {
            if (!SignedNote.TryParse(input, out var note, out var problem))
            {
                Assert.NotEqual(NoteProblem.None, problem);
                return;
            }
            Assert.True(note!.ToBytes().AsSpan().SequenceEqual(input));
            if (NoteVerification.TryVerify(note, [TestKeys.Log.Key], out _, out _)) { Assert.Equal("a text\n\nof two parts\n"u8, note.Text.Span); }
        });
    }
}
