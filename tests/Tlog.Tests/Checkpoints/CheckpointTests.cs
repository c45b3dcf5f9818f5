// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Vigil.Tests;
using Vigil.Tlog.Checkpoints;
using Vigil.Tlog.Keys;
using Vigil.Tlog.Merkle;
using Vigil.Tlog.Notes;

namespace Vigil.Tlog.Tests.Checkpoints;

public sealed class CheckpointTests
{
    private const string Root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
    private const string Empty = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    [Theory]
    [InlineData("o\n1\n" + Root + "\n", CheckpointProblem.None)]
    [InlineData("o\n0\n" + Empty + "\n", CheckpointProblem.None)]
    [InlineData("o\n9223372036854775807\n" + Root + "\n", CheckpointProblem.None)]
    [InlineData("o\n1\n" + Root + "\nextension\nanother\n", CheckpointProblem.None)]
    [InlineData("", CheckpointProblem.FewerThanThreeLines)]
    [InlineData("o\n1\n", CheckpointProblem.FewerThanThreeLines)]
    [InlineData("o\n1\n" + Root, CheckpointProblem.FewerThanThreeLines)]
    [InlineData("\n1\n" + Root + "\n", CheckpointProblem.EmptyOrigin)]
    [InlineData("o\n\n" + Root + "\n", CheckpointProblem.BadSize)]
    [InlineData("o\n01\n" + Root + "\n", CheckpointProblem.BadSize)]
    [InlineData("o\n00\n" + Empty + "\n", CheckpointProblem.BadSize)]
    [InlineData("o\n-1\n" + Root + "\n", CheckpointProblem.BadSize)]
    [InlineData("o\n+1\n" + Root + "\n", CheckpointProblem.BadSize)]
    [InlineData("o\n 1\n" + Root + "\n", CheckpointProblem.BadSize)]
    [InlineData("o\n1 \n" + Root + "\n", CheckpointProblem.BadSize)]
    [InlineData("o\n0x1\n" + Root + "\n", CheckpointProblem.BadSize)]
    [InlineData("o\n9223372036854775808\n" + Root + "\n", CheckpointProblem.BadSize)]
    [InlineData("o\n99999999999999999999\n" + Root + "\n", CheckpointProblem.BadSize)]
    [InlineData("o\n1\n\n", CheckpointProblem.BadRoot)]
    [InlineData("o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2\n", CheckpointProblem.BadRoot)]
    [InlineData("o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n", CheckpointProblem.BadRoot)]
    [InlineData("o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxqw==\n", CheckpointProblem.BadRoot)]
    [InlineData("o\n1\n" + Root + " \n", CheckpointProblem.BadRoot)]
    [InlineData("o\n1\n" + Root + "\n\n", CheckpointProblem.EmptyExtensionLine)]
    [InlineData("o\n1\n" + Root + "\nunfinished", CheckpointProblem.EmptyExtensionLine)]
    [InlineData("o\n0\n" + Root + "\n", CheckpointProblem.EmptyTreeWithRoot)]
    public void Every_form_has_its_verdict(string text, CheckpointProblem expected)
    {
        Assert.Equal(expected == CheckpointProblem.None, Checkpoint.TryParse(Encoding.UTF8.GetBytes(text), out var checkpoint, out var problem));
        Assert.Equal(expected, problem);
        if (checkpoint is not null) { Assert.Equal(text, Encoding.UTF8.GetString(checkpoint.ToBytes())); }
    }

    [Fact]
    public void The_empty_trees_root_is_the_hash_of_nothing() => Assert.Equal(Empty, Rfc6962.EmptyRoot.ToString());

    [Fact]
    public void The_specifications_checkpoint_is_read()
    {
        Assert.True(SignedNote.TryParse(File.ReadAllBytes(SharedFolder.VectorPath("c2sp", "checkpoint-example.note")), out var note, out _));
        Assert.True(Checkpoint.TryParse(note!.Text.Span, out var checkpoint, out _));
        Assert.Equal("example.com/behind-the-sofa", checkpoint!.Origin);
        Assert.Equal(20852163UL, checkpoint.Head.Size);
        Assert.Equal(Root, checkpoint.Head.Root.ToString());
        Assert.Empty(checkpoint.Extensions);
    }

    [Fact]
    public void The_specifications_cosigned_message_comes_out_byte_for_byte()
    {
        Assert.True(SignedNote.TryParse(File.ReadAllBytes(SharedFolder.VectorPath("c2sp", "cosigned-checkpoint-example.note")), out var note, out _));
        Assert.Equal([64, Cosignature.Length], note!.Signatures.Select(s => s.Signature.Length));
        Cosignature.TryVerify(new byte[32], note.Text.Span, note.Signatures[1].Signature.Span, out var time);
        Assert.Equal(1679315147UL, time);
        Assert.Equal(File.ReadAllBytes(SharedFolder.VectorPath("c2sp", "cosigned-message-example.txt")), Cosignature.Message(time, note.Text.Span));
    }

    [Fact]
    public void A_cosignature_holds_for_its_time_and_text_alone()
    {
        var text = new Checkpoint(TestKeys.Origin, new TreeHead(0, Rfc6962.EmptyRoot)).ToBytes();
        var witness = TestKeys.Witness(1);
        var line = witness.Cosign(text, 1_700_000_000);
        Assert.Equal(KeyAlgorithm.Ed25519Cosignature, witness.Key.Algorithm);
        Assert.True(Cosignature.TryVerify(witness.Key.PublicKey.Span, text, line.Signature.Span, out var time));
        Assert.Equal(1_700_000_000UL, time);

        for (var i = 0; i < line.Signature.Length; i++)
        {
            var wrong = line.Signature.ToArray();
            wrong[i] ^= 1;
            Assert.False(Cosignature.TryVerify(witness.Key.PublicKey.Span, text, wrong, out _));
        }
        Assert.False(Cosignature.TryVerify(witness.Key.PublicKey.Span, text, line.Signature.Span[..71], out _));
        Assert.False(Cosignature.TryVerify(witness.Key.PublicKey.Span, [.. text, .. "x\n"u8], line.Signature.Span, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => witness.Cosign(text, 1UL << 63));
    }

    [Fact]
    public void A_note_that_is_no_checkpoint_is_not_cosigned()
    {
        var witness = TestKeys.Witness(1);
        var line = witness.Cosign("just a text\n"u8, 1);
        Assert.False(NoteVerification.TryVerify(SignedNote.Create("just a text\n"u8, [line]), [witness.Key], out _, out var problem));
        Assert.Equal(NoteProblem.KnownSignatureFails, problem);
    }

    [Fact]
    public void A_witness_that_signed_twice_is_listed_with_its_newest_time()
    {
        var text = new Checkpoint(TestKeys.Origin, new TreeHead(0, Rfc6962.EmptyRoot)).ToBytes();
        var witness = TestKeys.Witness(1);
        var note = SignedNote.Create(text, [witness.Cosign(text, 5), witness.Cosign(text, 7), witness.Cosign(text, 6)]);
        Assert.True(NoteVerification.TryVerify(note, [witness.Key], out var verified, out _));
        Assert.Equal(7UL, verified.Single().Time);
    }

    [Fact]
    public void Hostile_checkpoints_do_no_harm() =>
        Fuzz.Run([Encoding.UTF8.GetBytes("o\n1\n" + Root + "\n"), Encoding.UTF8.GetBytes("o\n0\n" + Empty + "\nx\n")], input =>
        {
            if (Checkpoint.TryParse(input, out var checkpoint, out _)) { Assert.True(checkpoint!.ToBytes().AsSpan().SequenceEqual(input)); }
        });
}
