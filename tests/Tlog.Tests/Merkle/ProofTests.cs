// SPDX-License-Identifier: Apache-2.0
using Vigil.Tlog.Merkle;

namespace Vigil.Tlog.Tests.Merkle;

public sealed class ProofTests
{
    private const int LargestExhaustive = 300;

    private static readonly byte[][] Leaves =
        [.. Enumerable.Range(0, LargestExhaustive).Select(i => NaiveTree.LeafHash([0, 0, 0, 0, 0, 0, (byte)(i >> 8), (byte)i]))];

    private static readonly FormulaTree Small = new(512);

    private readonly NaiveTree _naive = new(Leaves);

    [Fact]
    public void Every_root_up_to_300_is_the_definitions()
    {
        var frontier = new Frontier();
        for (var size = 0; size <= LargestExhaustive; size++)
        {
            Assert.Equal(_naive.Root(size), frontier.Root().Bytes);
            Assert.Equal((ulong)size, frontier.Size);
            if (size < LargestExhaustive) { frontier.Append(FormulaTree.Leaf((ulong)size)); }
        }
    }

    [Fact]
    public void Every_inclusion_proof_up_to_300_is_the_definitions_and_verifies()
    {
        for (var size = 1; size <= LargestExhaustive; size++)
        {
            var root = Hash(_naive.Root(size));
            for (var index = 0; index < size; index++)
            {
                Assert.True(ProofBuilder.TryInclusion(Small, (ulong)index, (ulong)size, out var proof));
                Assert.True(InclusionProof.Verify((ulong)index, (ulong)size, Hash(Leaves[index]), proof, root));
                AssertSame(_naive.Path(index, 0, size), proof);
            }
            Assert.False(ProofBuilder.TryInclusion(Small, (ulong)size, (ulong)size, out _));
        }
    }

    [Fact]
    public void Every_consistency_proof_up_to_300_is_the_definitions_and_verifies()
    {
        var roots = Enumerable.Range(0, LargestExhaustive + 1).Select(n => _naive.Root(n)).ToArray();
        for (var size = 1; size <= LargestExhaustive; size++)
        {
            for (var old = 1; old <= size; old++)
            {
                Assert.True(ProofBuilder.TryConsistency(Small, (ulong)old, (ulong)size, out var proof));
                Assert.True(ConsistencyProof.Verify((ulong)old, roots[old], (ulong)size, roots[size], proof));
                Assert.True(SubtreeProof.VerifyConsistency(0, (ulong)old, (ulong)size, roots[old], roots[size], proof));
                AssertSame(_naive.Proof(old, 0, size), proof);
            }
            Assert.False(ProofBuilder.TryConsistency(Small, 0, (ulong)size, out _));
            Assert.False(ProofBuilder.TryConsistency(Small, (ulong)size + 1, (ulong)size, out _));
        }
    }

    [Fact]
    public void Every_subtree_up_to_70_verifies_in_every_tree_that_holds_it()
    {
        for (ulong size = 1; size <= 70; size++)
        {
            var root = Small.Root(size);
            for (ulong start = 0; start < size; start++)
            {
                for (var end = start + 1; end <= size; end++)
                {
                    var made = ProofBuilder.TrySubtreeConsistency(Small, start, end, size, out var proof);
                    Assert.Equal(SubtreeProof.IsValidRange(start, end), made);
                    if (!made) { continue; }
                    var subtree = _naive.Root((int)start, (int)end);
                    Assert.True(SubtreeProof.VerifyConsistency(start, end, size, subtree, root.Bytes, proof));
                    Assert.False(SubtreeProof.VerifyConsistency(start, end, size, root.Bytes, subtree, [.. proof, root]));
                }
            }
        }
    }

    [Fact]
    public void Random_proofs_in_trees_up_to_ten_million_verify_and_their_mutations_do_not()
    {
        const ulong Largest = 10_000_000;
        var tree = new FormulaTree(Largest);
        var random = new Random(9162);
        for (var round = 0; round < 400; round++)
        {
            var size = (ulong)random.NextInt64(2, (long)Largest + 1);
            var root = tree.Root(size);
            var index = (ulong)random.NextInt64((long)size);
            Assert.True(ProofBuilder.TryInclusion(tree, index, size, out var path));
            Assert.True(InclusionProof.Verify(index, size, FormulaTree.Leaf(index), path, root));
            foreach (var wrong in Mutations(path, random)) { Assert.False(InclusionProof.Verify(index, size, FormulaTree.Leaf(index), wrong, root)); }
            Assert.False(InclusionProof.Verify(index ^ 1, size, FormulaTree.Leaf(index), path, root));

            var old = (ulong)random.NextInt64(1, (long)size);
            Assert.True(ProofBuilder.TryConsistency(tree, old, size, out var proof));
            Assert.True(ConsistencyProof.Verify(old, tree.Root(old).Bytes, size, root.Bytes, proof));
            foreach (var wrong in Mutations(proof, random)) { Assert.False(ConsistencyProof.Verify(old, tree.Root(old).Bytes, size, root.Bytes, wrong)); }
            Assert.False(ConsistencyProof.Verify(old, root.Bytes, size, root.Bytes, proof));
            Assert.False(ConsistencyProof.Verify(size, root.Bytes, old, tree.Root(old).Bytes, proof));
        }
    }

    [Fact]
    public void A_frontier_appends_only_aligned_subtrees()
    {
        var frontier = new Frontier();
        frontier.Append(FormulaTree.Leaf(0));
        Assert.Throws<ArgumentException>(() => frontier.AppendSubtree(1, FormulaTree.Leaf(1)));
        var copy = frontier.Copy();
        copy.Append(FormulaTree.Leaf(1));
        Assert.Equal(1UL, frontier.Size);
        Assert.Equal(Small.Root(1), frontier.Root());
        Assert.Equal(Small.Root(2), copy.Root());
    }

    private static IEnumerable<TreeHash[]> Mutations(TreeHash[] proof, Random random)
    {
        yield return [.. proof, proof[0]];
        yield return proof[1..];
        yield return proof[..^1];
        TreeHash[] flipped = [.. proof];
        var at = random.Next(proof.Length);
        var bytes = flipped[at].Bytes.ToArray();
        bytes[random.Next(bytes.Length)] ^= 1;
        flipped[at] = Hash(bytes);
        yield return flipped;
    }

    private static void AssertSame(byte[][] expected, TreeHash[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) { Assert.True(actual[i].Bytes.SequenceEqual(expected[i])); }
    }

    private static TreeHash Hash(byte[] bytes)
    {
        Assert.True(TreeHash.TryRead(bytes, out var hash));
        return hash;
    }
}
