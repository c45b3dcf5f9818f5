// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Vigil.Tests;
using Vigil.Tlog.Checkpoints;
using Vigil.Tlog.Merkle;
using Vigil.Tlog.Notes;
using Vigil.Tlog.Policies;
using Vigil.Tlog.Proofs;
using Vigil.Tlog.Tests.Tiles;
using Vigil.Tlog.Tiles;

namespace Vigil.Tlog.Tests.Proofs;

public sealed class LogProofTests
{
    private const string Hash = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
    private static readonly string Note = Encoding.UTF8.GetString(TestKeys.Log.SignNote("text\n"u8).ToBytes());

    public static TheoryData<string, LogProofProblem> Files => new()
    {
        { "c2sp.org/tlog-proof@v1\nindex 0\n\n" + Note, LogProofProblem.None },
        { "c2sp.org/tlog-proof@v1\nextra AAAA\nindex 5\n" + Hash + Hash + "\n" + Note, LogProofProblem.None },
        { "", LogProofProblem.WrongFirstLine },
        { "c2sp.org/tlog-proof@v2\nindex 0\n\n" + Note, LogProofProblem.WrongFirstLine },
        { "c2sp.org/tlog-proof@v1\r\nindex 0\n\n" + Note, LogProofProblem.WrongFirstLine },
        { "c2sp.org/tlog-proof@v1\n", LogProofProblem.BadIndex },
        { "c2sp.org/tlog-proof@v1\nextra AAA\nindex 0\n\n" + Note, LogProofProblem.BadExtra },
        { "c2sp.org/tlog-proof@v1\nextra \nindex 0\n\n" + Note, LogProofProblem.BadExtra },
        { "c2sp.org/tlog-proof@v1\nextra AAAA\nextra AAAA\nindex 0\n\n" + Note, LogProofProblem.BadIndex },
        { "c2sp.org/tlog-proof@v1\nextra AAAA\n", LogProofProblem.BadIndex },
        { "c2sp.org/tlog-proof@v1\nindex 00\n\n" + Note, LogProofProblem.BadIndex },
        { "c2sp.org/tlog-proof@v1\nindex -1\n\n" + Note, LogProofProblem.BadIndex },
        { "c2sp.org/tlog-proof@v1\nindex\n\n" + Note, LogProofProblem.BadIndex },
        { "c2sp.org/tlog-proof@v1\nINDEX 0\n\n" + Note, LogProofProblem.BadIndex },
        { "c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\n" + Note, LogProofProblem.BadHash },
        { "c2sp.org/tlog-proof@v1\nindex 0\n" + Note, LogProofProblem.BadHash },
        { "c2sp.org/tlog-proof@v1\nindex 0\n" + Hash, LogProofProblem.NoEmptyLine },
        { "c2sp.org/tlog-proof@v1\nindex 0\n\n", LogProofProblem.BadNote },
        { "c2sp.org/tlog-proof@v1\nindex 0\n\n\n", LogProofProblem.BadNote },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_file_has_its_verdict(string text, LogProofProblem expected)
    {
        Assert.Equal(expected == LogProofProblem.None, LogProof.TryParse(Encoding.UTF8.GetBytes(text), out var proof, out var problem));
        Assert.Equal(expected, problem);
        if (proof is not null) { Assert.Equal(text, Encoding.UTF8.GetString(proof.ToBytes())); }
    }

    [Fact]
    public void Hashes_are_capped()
    {
        var most = "c2sp.org/tlog-proof@v1\nindex 0\n" + string.Concat(Enumerable.Repeat(Hash, 63));
        Assert.True(LogProof.TryParse(Encoding.UTF8.GetBytes(most + "\n" + Note), out _, out _));
        Assert.False(LogProof.TryParse(Encoding.UTF8.GetBytes(most + Hash + "\n" + Note), out _, out var problem));
        Assert.Equal(LogProofProblem.TooManyHashes, problem);
        Assert.False(LogProof.TryParse(new byte[LogProof.MaxBytes + 1], out _, out problem));
        Assert.Equal(LogProofProblem.TooLong, problem);
    }

    [Fact]
    public void A_proof_holds_for_its_entry_index_tree_and_policy()
    {
        var policy = Policy("group g 1 w1 w2\nquorum g\n");
        var proof = Make(700, 513);
        Assert.True(LogProof.TryParse(proof.ToBytes(), out var read, out _));
        Assert.True(read!.TryVerify(MemoryTiles.Entry(513), policy, out var verdict, out var problem), problem.ToString());
        Assert.Equal(77UL, verdict.NewestCosignature);
        Assert.Equal("salt"u8, read.Extra.Span);

        Assert.False(read.TryVerify(MemoryTiles.Entry(514), policy, out _, out problem));
        Assert.Equal(LogProofProblem.NotIncluded, problem);
        Assert.False(new LogProof(512, proof.Hashes, proof.Checkpoint).TryVerify(MemoryTiles.Entry(513), policy, out _, out problem));
        Assert.Equal(LogProofProblem.NotIncluded, problem);
        Assert.False(new LogProof(700, proof.Hashes, proof.Checkpoint).TryVerify(MemoryTiles.Entry(513), policy, out _, out problem));
        Assert.Equal(LogProofProblem.IndexBeyondTree, problem);
        Assert.False(read.TryVerify(MemoryTiles.Entry(513), Policy("group g all w1 w2\nquorum g\n"), out verdict, out problem));
        Assert.Equal((LogProofProblem.CheckpointRefused, CheckpointRefusal.NoQuorum), (problem, verdict.Refusal));
        Assert.False(new LogProof(513, [.. proof.Hashes.Skip(1)], proof.Checkpoint).TryVerify(MemoryTiles.Entry(513), policy, out _, out problem));
        Assert.Equal(LogProofProblem.NotIncluded, problem);
    }

    [Fact]
    public void Hostile_files_do_no_harm()
    {
        var policy = Policy("quorum none\n");
        Fuzz.Run(
            [Make(700, 513).ToBytes(), .. Files.Select(f => Encoding.UTF8.GetBytes(f.Data.Item1))],
            input =>
            {
                if (!LogProof.TryParse(input, out var proof, out _)) { return; }
                Assert.True(proof!.ToBytes().AsSpan().SequenceEqual(input));
                if (proof.TryVerify(MemoryTiles.Entry(513), policy, out _, out _)) { Assert.Equal(513UL, proof.Index); }
            },
            rounds: 5000);
    }

    private static LogProof Make(int size, ulong index)
    {
        var (tiles, builder) = MemoryTiles.Build(size);
        Assert.True(AuthenticatedTiles.TryOpen(tiles, builder.Head, out var reader, out _));
        Assert.True(ProofBuilder.TryInclusion(reader!, index, (ulong)size, out var hashes));
        var text = new Checkpoint(TestKeys.Origin, builder.Head).ToBytes();
        return new LogProof(index, hashes, TestKeys.Log.SignNote(text).With([TestKeys.Witness(1).Cosign(text, 77)]), "salt"u8.ToArray());
    }

    private static LogPolicy Policy(string end)
    {
        var text = $"log {TestKeys.Log.Key}\nwitness w1 {TestKeys.Witness(1).Key}\nwitness w2 {TestKeys.Witness(2).Key}\n{end}";
        Assert.True(LogPolicy.TryParse(Encoding.UTF8.GetBytes(text), out var policy, out _));
        return policy!;
    }
}
