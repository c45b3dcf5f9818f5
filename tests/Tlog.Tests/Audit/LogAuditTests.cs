// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Vigil.Tlog.Audit;
using Vigil.Tlog.Checkpoints;
using Vigil.Tlog.Merkle;
using Vigil.Tlog.Notes;
using Vigil.Tlog.Policies;
using Vigil.Tlog.Tests.Entries;

namespace Vigil.Tlog.Tests.Audit;

public sealed class LogAuditTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(256)]
    [InlineData(700)]
    public void A_sound_log_is_accepted(int size)
    {
        var log = AuditedLog.Build(size);
        var report = log.Audit();
        Assert.True(report.Accepted, string.Join('\n', report.Findings.Select(f => f.Reason)));
        Assert.Equal((ulong)size, report.Entries);
        Assert.Equal((ulong)Tlog.Tiles.TileLayout.All((ulong)size).Count(p => p.Kind == Tlog.Tiles.TileKind.Hashes), report.Tiles);
        Assert.Equal(3, report.Checkpoint.Witnesses.Count);
        Assert.Equal(0UL, report.UnknownEntries);
    }

    [Fact]
    public void Any_flipped_byte_of_any_file_refuses_the_log()
    {
        var log = AuditedLog.Build(600);
        var random = new Random(600);
        foreach (var (name, file) in log.Tiles.Files)
        {
            for (var round = 0; round < 25; round++)
            {
                var at = random.Next(file.Length);
                file[at] ^= 0x20;
                Assert.False(log.Audit().Accepted, $"{name} byte {at}");
                file[at] ^= 0x20;
            }
        }
        for (var at = 0; at < log.Checkpoint.Length; at++)
        {
            log.Checkpoint[at] ^= 1;
            Assert.False(log.Audit(new AuditOptions { RequireAllWitnesses = true }).Accepted, $"checkpoint byte {at}");
            log.Checkpoint[at] ^= 1;
        }
        Assert.True(log.Audit().Accepted);
    }

    [Fact]
    public void Missing_cut_and_swapped_files_are_named()
    {
        var log = AuditedLog.Build(600);
        foreach (var (name, file) in log.Tiles.Files.ToList())
        {
            log.Tiles.Files.Remove(name);
            Assert.Equal(name, Only(log, AuditCode.TileMissing).Tile.ToString());
            log.Tiles.Files[name] = file[..^1];
            Assert.Equal(name, Only(log, AuditCode.TileDamaged).Tile.ToString());
            log.Tiles.Files[name] = file;
        }
        (log.Tiles.Files["tile/0/000"], log.Tiles.Files["tile/0/001"]) = (log.Tiles.Files["tile/0/001"], log.Tiles.Files["tile/0/000"]);
        Assert.Equal(["tile/0/000", "tile/0/001"], log.Audit().Findings.Select(f => f.Tile.ToString()));
    }

    [Fact]
    public void Every_remembered_checkpoint_must_be_a_beginning_of_the_log()
    {
        var log = AuditedLog.Build(700);
        var earlier = new[] { 0, 1, 255, 256, 257, 700 }.Select(n => AuditedLog.Build(n).Checkpoint).ToArray();
        var report = log.Audit(null, earlier);
        Assert.True(report.Accepted);
        Assert.Equal(6, report.ConsistentWith);

        var fork = AuditedLog.Build(300, i => TestEntries.Numbered(i == 299 ? 10_000 : i)).Checkpoint;
        var finding = Assert.Single(log.Audit(null, [.. earlier, fork]).Findings);
        Assert.Equal(AuditCode.Forked, finding.Code);
        Assert.Equal(fork, finding.Evidence.ToArray());

        var sameSize = AuditedLog.Build(700, i => TestEntries.Numbered(i == 699 ? 10_000 : i)).Checkpoint;
        Assert.Equal(AuditCode.Forked, Assert.Single(log.Audit(null, sameSize).Findings).Code);

        var larger = AuditedLog.Build(701).Checkpoint;
        finding = Assert.Single(log.Audit(null, larger).Findings);
        Assert.Equal(AuditCode.Shrunk, finding.Code);
        Assert.Equal(larger, finding.Evidence.ToArray());
    }

    [Fact]
    public void Damaged_files_are_not_called_a_fork()
    {
        var log = AuditedLog.Build(700);
        var earlier = AuditedLog.Build(300).Checkpoint;
        log.Tiles.Files["tile/entries/000"][5000] ^= 1;
        var codes = log.Audit(new AuditOptions(), earlier).Findings.Select(f => f.Code).Distinct().ToList();
        Assert.Contains(AuditCode.RootMismatch, codes);
        Assert.Contains(AuditCode.TileDamaged, codes);
        Assert.DoesNotContain(AuditCode.Forked, codes);
    }

    [Fact]
    public void A_memory_that_the_log_did_not_sign_is_said_to_be_damaged()
    {
        var log = AuditedLog.Build(10);
        var stranger = new NoteSigner(TestKeys.Origin, TestKeys.Signer(50)).SignNote(new Checkpoint(TestKeys.Origin, new TreeHead(20, Rfc6962.Leaf("x"u8))).ToBytes()).ToBytes();
        byte[][] damaged = [stranger, [], log.Checkpoint[..^5], TestKeys.Log.SignNote(new Checkpoint("elsewhere", new TreeHead(20, Rfc6962.Leaf("x"u8))).ToBytes()).ToBytes()];
        Assert.All(damaged, memory => Assert.Equal(AuditCode.MemoryDamaged, Assert.Single(log.Audit(null, memory).Findings).Code));
    }

    [Fact]
    public void Witnesses_and_freshness_count()
    {
        var log = AuditedLog.Build(10);
        var head = HeadOf(log);
        log.Checkpoint = AuditedLog.Sign(head, AuditedLog.Now, 1);
        Assert.Contains(nameof(CheckpointRefusal.NoQuorum), Only(log, AuditCode.CheckpointRefused).Reason, StringComparison.Ordinal);

        log.Checkpoint = AuditedLog.Sign(head, AuditedLog.Now, 1, 2);
        Assert.True(log.Audit().Accepted);
        var finding = Assert.Single(log.Audit(new AuditOptions { RequireAllWitnesses = true }).Findings);
        Assert.Equal((AuditCode.WitnessMissing, "no cosignature by w3"), (finding.Code, finding.Reason));

        log.Checkpoint = AuditedLog.Sign(head, AuditedLog.Now.AddHours(-24));
        Assert.True(log.Audit().Accepted);
        log.Checkpoint = AuditedLog.Sign(head, AuditedLog.Now.AddHours(-24).AddSeconds(-1));
        Only(log, AuditCode.Stale);
        log.Checkpoint = AuditedLog.Sign(head, AuditedLog.Now.AddMinutes(5));
        Assert.True(log.Audit().Accepted);
        log.Checkpoint = AuditedLog.Sign(head, AuditedLog.Now.AddMinutes(5).AddSeconds(1));
        Only(log, AuditCode.FromTheFuture);

        log.Checkpoint = [];
        Only(log, AuditCode.CheckpointRefused);
    }

    [Fact]
    public void Bad_entries_are_listed_up_to_a_hundred_and_counted()
    {
        var log = AuditedLog.Build(500, i => i < 300 ? TestEntries.Numbered(i) : Encoding.UTF8.GetBytes("{}"));
        var report = log.Audit();
        Assert.False(report.Accepted);
        Assert.Equal(200, report.FindingsTotal);
        Assert.Equal(100, report.Findings.Count);
        Assert.Equal((AuditCode.EntryMalformed, "entry 300: MissingMember: v", 300UL), (report.Findings[0].Code, report.Findings[0].Reason, report.Findings[0].Entry));
    }

    [Fact]
    public void Unknown_types_are_counted_and_no_fault()
    {
        var log = AuditedLog.Build(5, i => i == 0 ? TestEntries.Numbered(0) : Replace(TestEntries.Numbered(i), "statement", "from.the.future"));
        var report = log.Audit();
        Assert.True(report.Accepted);
        Assert.Equal(4UL, report.UnknownEntries);
    }

    [Fact]
    public void Rules_between_entries_are_heard()
    {
        AssertBroken("the first entry is not the genesis", i => TestEntries.Numbered(i + 1));
        AssertBroken("a second genesis", i => i == 1 ? Replace(TestEntries.Numbered(0), "000Z", "001Z") : TestEntries.Numbered(i));
        AssertBroken("entry 2 has the id of an earlier entry", i => TestEntries.Numbered(i == 2 ? 1 : i));
        AssertBroken("entry 2 is dated before entry 1", i => TestEntries.Numbered(i switch { 1 => 5000, 2 => 2, _ => i }));
        AssertBroken("entry 2 is dated in the future", i => TestEntries.Numbered(i == 2 ? 200_000 : i));
        AssertBroken($"the genesis is that of another log than {TestKeys.Origin}", i => i == 0 ? Replace(TestEntries.Numbered(0), "\"origin\":\"", "\"origin\":\"x") : TestEntries.Numbered(i));

        static void AssertBroken(string reason, Func<int, byte[]> entry)
        {
            var findings = AuditedLog.Build(3, entry).Audit().Findings;
            Assert.Contains(findings, f => f.Code == AuditCode.RuleBroken && f.Reason == reason);
        }
    }

    [Fact]
    public void Progress_is_told_after_each_bundle()
    {
        var log = AuditedLog.Build(600);
        var told = new List<AuditProgress>();
        new LogAudit(log.Tiles, AuditedLog.Policy, new AuditOptions()).Run(log.Checkpoint, [], AuditedLog.Now, told.Add);
        Assert.Equal([256UL, 512, 600], told.Select(p => p.Entries));
        Assert.All(told, p => Assert.Equal(600UL, p.Size));
    }

    private static AuditFinding Only(AuditedLog log, AuditCode code)
    {
        var finding = Assert.Single(log.Audit().Findings);
        Assert.Equal(code, finding.Code);
        return finding;
    }

    private static TreeHead HeadOf(AuditedLog log)
    {
        Assert.True(SignedNote.TryParse(log.Checkpoint, out var note, out _));
        Assert.True(Checkpoint.TryParse(note!.Text.Span, out var checkpoint, out _));
        return checkpoint!.Head;
    }

    private static byte[] Replace(byte[] entry, string old, string by) =>
        Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(entry).Replace(old, by, StringComparison.Ordinal));
}
