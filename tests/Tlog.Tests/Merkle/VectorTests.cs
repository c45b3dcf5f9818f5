// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Vigil.Tests;
using Vigil.Tlog.Merkle;

namespace Vigil.Tlog.Tests.Merkle;

/// <summary>All 518 files of transparency-dev/merkle.</summary>
public sealed class VectorTests
{
    [Fact]
    public void Inclusion() => RunAll("inclusion", 98, 6, test =>
        TryReadHash(test, "leafHash", out var leaf) && TryReadHash(test, "root", out var root) && TryReadProof(test, out var proof)
        && InclusionProof.Verify(Number(test, "leafIdx"), Number(test, "treeSize"), leaf, proof, root));

    [Fact]
    public void Consistency() => RunAll("consistency", 98, 6, test =>
        TryReadProof(test, out var proof)
        && ConsistencyProof.Verify(Number(test, "size1"), Bytes(test, "root1"), Number(test, "size2"), Bytes(test, "root2"), proof));

    [Fact]
    public void Subtree_inclusion() => RunAll("subtreeinclusion", 204, 12, test =>
        TryReadHash(test, "leafHash", out var leaf) && TryReadHash(test, "root", out var root) && TryReadProof(test, out var proof)
        && SubtreeProof.VerifyInclusion(Number(test, "leafIdx"), Number(test, "start"), Number(test, "end"), leaf, proof, root));

    [Fact]
    public void Subtree_consistency() => RunAll("subtreeconsistency", 118, 12, test =>
        TryReadProof(test, out var proof)
        && SubtreeProof.VerifyConsistency(
            Number(test, "start"), Number(test, "end"), Number(test, "size"), Bytes(test, "root1"), Bytes(test, "root2"), proof));

    private static void RunAll(string set, int count, int valid, Func<JsonElement, bool> verify)
    {
        var folder = Path.Combine(Path.GetDirectoryName(SharedFolder.VectorPath("merkle", "ORIGIN.md"))!, "testdata", set);
        var files = Directory.GetFiles(folder, "*.json", SearchOption.AllDirectories);
        Assert.Equal(count, files.Length);
        var accepted = 0;
        foreach (var file in files)
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            var isValid = verify(document.RootElement);
            Assert.True(isValid != document.RootElement.GetProperty("wantErr").GetBoolean(), $"{set}: {Path.GetRelativePath(folder, file)}");
            if (isValid) { accepted++; }
        }
        Assert.Equal(valid, accepted);
    }

    private static ulong Number(JsonElement test, string name) => test.GetProperty(name).GetUInt64();

    private static byte[] Bytes(JsonElement test, string name) =>
        test.GetProperty(name).ValueKind == JsonValueKind.Null ? [] : test.GetProperty(name).GetBytesFromBase64();

    private static bool TryReadHash(JsonElement test, string name, out TreeHash hash) => TreeHash.TryRead(Bytes(test, name), out hash);

    private static bool TryReadProof(JsonElement test, out TreeHash[] proof)
    {
        var list = test.GetProperty("proof");
        proof = [];
        if (list.ValueKind == JsonValueKind.Null) { return true; }
        var hashes = new List<TreeHash>();
        foreach (var item in list.EnumerateArray())
        {
            if (!TreeHash.TryRead(item.GetBytesFromBase64(), out var hash)) { return false; }
            hashes.Add(hash);
        }
        proof = [.. hashes];
        return true;
    }
}
