// SPDX-License-Identifier: Apache-2.0
using System.Numerics;
using System.Text;
using System.Text.Json;
using Vigil.Cli.Mirroring;
using Vigil.Tlog.Audit;
using Vigil.Tlog.Checkpoints;
using Vigil.Tlog.Merkle;
using Vigil.Tlog.Tiles;

namespace Vigil.Cli.Auditing;

/// <summary>
/// Two checkpoints that one honest log cannot both have signed, in a file that convinces anybody who has the log's key: no server, no
/// folder and no trust in this auditor is needed.
/// </summary>
/// <remarks>
/// Equal sizes speak for themselves. Otherwise the larger tree's own beginning is shown to have another root than was signed for the
/// smaller one: <c>proof</c> leads from <c>root_in_larger</c> to the larger root (RFC 9162 section 2.1.4.2).
/// </remarks>
internal static class ForkEvidence
{
    private const string HowToCheck =
        "Both texts under 'smaller' and 'larger' are signed notes (c2sp.org/signed-note, c2sp.org/tlog-checkpoint): verify the log's "
        + "signature on each. 'root_in_larger' is the root of the first entries, as many as the smaller one has, in the larger tree; "
        + "'proof' is the consistency proof (RFC 9162 section 2.1.4.2) from that root to the larger one, empty if the sizes are equal. It "
        + "is not the root that was signed: the log has shown two histories. Kind 'shrunk': the log signed the larger tree first and the "
        + "smaller one was served as its newest afterwards. Without 'proof' the files at hand did not allow one.";

    /// <summary>Writes the file, unless it is there, and returns its path. The files are those of the larger tree.</summary>
    public static string? Write(
        StateFolder state, AuditCode code, ReadOnlySpan<byte> one, ReadOnlySpan<byte> other, FolderFiles larger, DateTimeOffset now)
    {
        if (SeenCheckpoint.Read(one) is not { } a || SeenCheckpoint.Read(other) is not { } b) { return null; }
        if (a.Head.Size > b.Head.Size)
        {
            // A span fits in no tuple.
            var swap = one;
            one = other;
            other = swap;
            (a, b) = (b, a);
        }
        var name = $"{a.Head.Size}-{Short(a.Head.Root)}-{b.Head.Size}-{Short(b.Head.Root)}.json";
        var path = Path.Combine(state.Evidence, "fork-" + name);
        if (File.Exists(path)) { return path; }
        var isProved = TryProve(a.Head, b.Head, larger, out var beginning, out var proof);
        var kind = isProved || code == AuditCode.Forked ? "fork" : "shrunk";
        state.Writer.Write(path, Document(kind, one, other, now, isProved ? beginning : null, proof), durable: true);
        return path;
    }

    private static bool TryProve(TreeHead small, TreeHead large, FolderFiles files, out TreeHash beginning, out TreeHash[] proof)
    {
        (beginning, proof) = (large.Root, []);
        if (small.Size == large.Size) { return true; }
        return AuthenticatedTiles.TryOpen(files, large, out var tiles, out _)
            && TryRoot(tiles!, small.Size, out beginning)
            && beginning != small.Root
            && ProofBuilder.TryConsistency(tiles!, small.Size, large.Size, out proof);
    }

    /// <summary>The root of a tree's first entries: one perfect subtree for each set bit, the widest first.</summary>
    private static bool TryRoot(AuthenticatedTiles tiles, ulong size, out TreeHash root)
    {
        root = default;
        var frontier = new Frontier();
        for (var left = size; left > 0;)
        {
            var level = BitOperations.Log2(left);
            if (!tiles.TryRead(level, frontier.Size >> level, out var subtree)) { return false; }
            frontier.AppendSubtree(level, subtree);
            left -= 1UL << level;
        }
        root = frontier.Root();
        return true;
    }

    private static byte[] Document(
        string kind, ReadOnlySpan<byte> smaller, ReadOnlySpan<byte> larger, DateTimeOffset now, TreeHash? beginning, TreeHash[] proof)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("v", 1);
            json.WriteString("kind", kind);
            json.WriteString("found", Tlog.Entries.EntryTime.ToText(now));
            json.WriteString("how_to_check", HowToCheck);
            json.WriteString("smaller", Encoding.UTF8.GetString(smaller));
            json.WriteString("larger", Encoding.UTF8.GetString(larger));
            if (beginning is { } root)
            {
                json.WriteString("root_in_larger", root.ToString());
                json.WriteStartArray("proof");
                foreach (var hash in proof) { json.WriteStringValue(hash.ToString()); }
                json.WriteEndArray();
            }
            json.WriteEndObject();
        }
        return stream.ToArray();
    }

    private static string Short(TreeHash root) => Convert.ToHexStringLower(root.Bytes[..8]);
}
