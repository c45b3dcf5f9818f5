// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Vigil.Tlog.Checkpoints;
using Vigil.Tlog.Merkle;
using Vigil.Tlog.Notes;
using Vigil.Tlog.Policies;

namespace Vigil.Tlog.Tests.Policies;

public sealed class CheckpointVerdictTests
{
    private static readonly byte[] Text = new Checkpoint(TestKeys.Origin, new TreeHead(1, Rfc6962.Leaf("x"u8))).ToBytes();

    [Fact]
    public void Log_and_quorum_make_an_accepted_checkpoint()
    {
        var verdict = Policy(2).Check(Signed(1, 3));
        Assert.True(verdict.Accepted);
        Assert.Equal(1UL, verdict.Checkpoint!.Head.Size);
        Assert.Equal(TestKeys.Origin, verdict.Log!.Key.Name);
        Assert.Equal(["w1", "w3"], verdict.Witnesses.Select(w => w.Name));
        Assert.Equal(1003UL, verdict.NewestCosignature);
    }

    [Fact]
    public void Too_few_witnesses_are_refused_and_one_twice_is_one()
    {
        Assert.Equal(CheckpointRefusal.NoQuorum, Policy(2).Check(Signed(1)).Refusal);
        Assert.Equal(CheckpointRefusal.NoQuorum, Policy(2).Check(Signed(1, 1)).Refusal);
        Assert.Equal(CheckpointRefusal.NoQuorum, Policy(2).Check(Signed(1, 7)).Refusal);
        Assert.True(Policy(1).Check(Signed(1, 7)).Accepted);
    }

    [Fact]
    public void Witnesses_alone_are_no_log()
    {
        var witnessed = SignedNote.Create(Text, [TestKeys.Witness(1).Cosign(Text, 1), TestKeys.Witness(2).Cosign(Text, 1)]);
        Assert.Equal(CheckpointRefusal.NoLogSignature, Policy(2).Check(witnessed).Refusal);
    }

    [Fact]
    public void A_logs_key_speaks_for_its_own_origin()
    {
        var foreign = new Checkpoint("other.example/log", new TreeHead(1, Rfc6962.Leaf("x"u8))).ToBytes();
        Assert.Equal(CheckpointRefusal.NoLogSignature, Policy(0).Check(TestKeys.Log.SignNote(foreign)).Refusal);
    }

    [Fact]
    public void Signatures_that_fail_and_texts_that_are_no_checkpoint_are_named()
    {
        var forged = Signed(1, 2).With([new NoteSignature("witness3.example", TestKeys.Witness(3).Key.KeyId, new byte[72])]);
        var verdict = Policy(2).Check(forged);
        Assert.Equal((CheckpointRefusal.BadSignatures, NoteProblem.KnownSignatureFails), (verdict.Refusal, verdict.NoteProblem));
        Assert.Null(verdict.Checkpoint);

        verdict = Policy(0).Check(TestKeys.Log.SignNote("origin\n07\nx\n"u8));
        Assert.Equal((CheckpointRefusal.NotACheckpoint, CheckpointProblem.BadSize), (verdict.Refusal, verdict.CheckpointProblem));
    }

    private static SignedNote Signed(params byte[] witnesses) =>
        TestKeys.Log.SignNote(Text).With(witnesses.Select(w => TestKeys.Witness(w).Cosign(Text, 1000UL + w)));

    private static LogPolicy Policy(int quorum)
    {
        var text = new StringBuilder($"log {TestKeys.Log.Key}\n");
        for (byte i = 1; i <= 3; i++) { text.Append($"witness w{i} {TestKeys.Witness(i).Key}\n"); }
        text.Append(quorum == 0 ? "quorum none\n" : $"group g {quorum} w1 w2 w3\nquorum g\n");
        Assert.True(LogPolicy.TryParse(Encoding.UTF8.GetBytes(text.ToString()), out var policy, out _));
        return policy!;
    }
}
