// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Vigil.Tests;
using Vigil.Tlog.Checkpoints;
using Vigil.Tlog.Merkle;
using Vigil.Tlog.Notes;
using Vigil.Tlog.Tests.Merkle;
using Vigil.Tlog.Witnessing;

namespace Vigil.Tlog.Tests.Witnessing;

public sealed class WitnessTests
{
    private static readonly FormulaTree Tree = new(512);
    private static readonly VerifierKey[] Known = [TestKeys.Log.Key];

    [Fact]
    public void A_log_that_grows_is_cosigned()
    {
        TreeHead? last = null;
        foreach (ulong size in new[] { 0, 0, 1, 1, 7, 200, 256, 256, 300 })
        {
            var request = Request(last?.Size ?? 0, size);
            Assert.True(WitnessRequest.TryParse(request.ToBytes(), out var read));
            Assert.Equal(WitnessAnswer.Cosign, WitnessRules.Decide(read!, Known, last, out var checkpoint));
            Assert.Equal(size, checkpoint!.Head.Size);
            last = checkpoint.Head;
        }
    }

    [Fact]
    public void Each_refusal_has_its_number()
    {
        var last = Head(100);
        Assert.Equal(WitnessAnswer.OtherSize, Decide(Request(0, 200), last));
        Assert.Equal(WitnessAnswer.OtherSize, Decide(Request(50, 200), last));
        Assert.Equal(WitnessAnswer.OtherSize, Decide(Request(100, 200), null));
        Assert.Equal(WitnessAnswer.BadRequest, Decide(new WitnessRequest(200, [], Note(Head(100))), last));
        Assert.Equal(WitnessAnswer.BadRequest, Decide(new WitnessRequest(0, [], TestKeys.Log.SignNote("no checkpoint\n"u8)), last));
        Assert.Equal(WitnessAnswer.UnknownOrigin, WitnessRules.Decide(Request(100, 200), [], last, out _));

        var proof = Request(100, 200).Proof;
        Assert.Equal(WitnessAnswer.NotConsistent, Decide(new WitnessRequest(100, [.. proof.Skip(1)], Note(Head(200))), last));
        Assert.Equal(WitnessAnswer.NotConsistent, Decide(new WitnessRequest(100, proof, Note(Head(200))), last with { Root = Head(99).Root }));
        Assert.Equal(WitnessAnswer.NotConsistent, Decide(new WitnessRequest(0, proof, Note(Head(200))), null));
        Assert.Equal(WitnessAnswer.NotConsistent, Decide(new WitnessRequest(100, [], Note(last with { Root = Head(99).Root })), last));
        Assert.Equal(WitnessAnswer.NotConsistent, Decide(new WitnessRequest(100, proof, Note(last)), last));
        Assert.Equal(WitnessAnswer.NotConsistent, Decide(new WitnessRequest(0, [], Note(new TreeHead(0, Head(1).Root))), null));
    }

    [Fact]
    public void Only_the_logs_own_signature_counts()
    {
        var text = new Checkpoint(TestKeys.Origin, Head(1)).ToBytes();
        var stranger = new NoteSigner(TestKeys.Origin, TestKeys.Signer(60));
        Assert.Equal(WitnessAnswer.NotSigned, Decide(new WitnessRequest(0, [], stranger.SignNote(text)), null));
        Assert.Equal(WitnessAnswer.Cosign, Decide(new WitnessRequest(0, [], stranger.SignNote(text).With([TestKeys.Log.Sign(text)])), null));
        var failing = SignedNote.Create(text, [new NoteSignature(TestKeys.Origin, TestKeys.Log.Key.KeyId, new byte[64])]);
        Assert.Equal(WitnessAnswer.NotSigned, Decide(new WitnessRequest(0, [], failing), null));
    }

    [Theory]
    [InlineData("")]
    [InlineData("old\n\n")]
    [InlineData("old 00\n\n")]
    [InlineData("old 1 \n\n")]
    [InlineData("new 1\n\n")]
    [InlineData("old 0\nAAAA\n\n")]
    [InlineData("old 0\n")]
    public void Other_bodies_are_refused(string start)
    {
        var note = Encoding.UTF8.GetString(Note(Head(1)).ToBytes());
        Assert.True(WitnessRequest.TryParse(Encoding.UTF8.GetBytes("old 0\n\n" + note), out _));
        Assert.False(WitnessRequest.TryParse(Encoding.UTF8.GetBytes(start + note), out _));
    }

    [Fact]
    public void Proof_lines_are_capped()
    {
        var body = "old 1\n" + string.Concat(Enumerable.Repeat(Rfc6962.EmptyRoot + "\n", 63));
        var note = "\n" + Encoding.UTF8.GetString(Note(Head(1)).ToBytes());
        Assert.True(WitnessRequest.TryParse(Encoding.UTF8.GetBytes(body + note), out _));
        Assert.False(WitnessRequest.TryParse(Encoding.UTF8.GetBytes(body + Rfc6962.EmptyRoot + "\n" + note), out _));
        Assert.False(WitnessRequest.TryParse(new byte[WitnessRequest.MaxBytes + 1], out _));
    }

    [Fact]
    public void Hostile_bodies_do_no_harm() => Fuzz.Run([Request(100, 200).ToBytes(), Request(0, 1).ToBytes()], input =>
    {
        if (!WitnessRequest.TryParse(input, out var request)) { return; }
        Assert.True(request!.ToBytes().AsSpan().SequenceEqual(input));
        if (Decide(request, Head(100)) == WitnessAnswer.Cosign) { Assert.Equal(100UL, request.OldSize); }
    });

    private static WitnessAnswer Decide(WitnessRequest request, TreeHead? last) => WitnessRules.Decide(request, Known, last, out _);

    private static WitnessRequest Request(ulong old, ulong size)
    {
        TreeHash[] proof = [];
        if (old > 0) { Assert.True(ProofBuilder.TryConsistency(Tree, old, size, out proof)); }
        return new WitnessRequest(old, proof, Note(Head(size)));
    }

    private static TreeHead Head(ulong size) => new(size, Tree.Root(size));

    private static SignedNote Note(TreeHead head) => TestKeys.Log.SignNote(new Checkpoint(TestKeys.Origin, head).ToBytes());
}
