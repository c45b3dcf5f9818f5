// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Vigil.Cli.Tests.Support;

namespace Vigil.Cli.Tests.Auditing;

/// <summary>
/// Every single byte of every file of a log of 70,000 entries, changed: all of them with VIGIL_FUZZ_SECONDS (<c>./test --long</c>), a
/// sample otherwise.
/// </summary>
public sealed class EveryByteTests(LargeLog large) : IClassFixture<LargeLog>
{
    private const string Checkpoint = "checkpoint";

    /// <summary>Without --long: one byte of so many, each time another place in the file.</summary>
    private const int SampleStep = 499;

    /// <summary>Whole audits that are compared with the check of a file.</summary>
    private const int WholeAudits = 60;

    private static readonly bool IsLong = Environment.GetEnvironmentVariable("VIGIL_FUZZ_SECONDS") is not null;

    [Fact]
    public void A_flip_in_any_tile_or_bundle_is_refused()
    {
        var names = SampleLog.FilesOf(large.Folder).Where(name => name != Checkpoint).ToList();
        Assert.Equal(274 + 2 + 1 + 274, names.Count);
        var flips = 0L;
        Parallel.For(0, names.Count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, number =>
        {
            var check = new FileCheck(large.Folder, names[number]);
            var bytes = File.ReadAllBytes(Path.Combine(large.Folder, names[number]));
            Assert.True(check.Accepts(bytes));
            // The first place differs from file to file, the bit from place to place.
            for (var at = IsLong ? 0 : number % SampleStep % bytes.Length; at < bytes.Length; at += IsLong ? 1 : SampleStep)
            {
                var bit = (byte)(1 << ((at + number) % 8));
                bytes[at] ^= bit;
                if (check.Accepts(bytes)) { Assert.Fail($"{names[number]} byte {at} bit {bit:x2} can be flipped unseen"); }
                bytes[at] ^= bit;
                Interlocked.Increment(ref flips);
            }
            Assert.True(check.Accepts(bytes));
        });
        TestContext.Current.SendDiagnosticMessage(string.Create(CultureInfo.InvariantCulture, $"{flips:N0} flips of {names.Sum(Length):N0} bytes"));
        Assert.True(IsLong ? flips == names.Sum(Length) : flips > 20_000);
    }

    /// <summary>A few hundred bytes: here every flip meets a whole audit. That wants all witnesses, so even another name under a cosignature shows.</summary>
    [Fact]
    public async Task A_flip_anywhere_in_the_checkpoint_is_refused()
    {
        using var stage = new AuditStage();
        AuditStage.CopyFolder(large.Folder, stage["log"]);
        await stage.GoodAsync(stage["log"]);
        var file = Path.Combine(stage["log"], Checkpoint);
        var good = await File.ReadAllBytesAsync(file);
        for (var at = 0; at < good.Length; at += IsLong ? 1 : 37)
        {
            await File.WriteAllBytesAsync(file, Flipped(good, at));
            var run = await stage.AuditAsync(stage["log"]);
            Assert.True(run.ExitCode == 1, $"byte {at}: {run.Text}");
        }
    }

    /// <summary>What makes the first test honest: for a file that is good, flipped, cut, longer, empty or another one, both say the same.</summary>
    [Fact]
    public async Task The_check_of_a_file_says_what_a_whole_audit_says()
    {
        using var stage = new AuditStage();
        AuditStage.CopyFolder(large.Folder, stage["log"]);
        var names = SampleLog.FilesOf(large.Folder).Where(name => name != Checkpoint).ToList();
        string[] rare = ["tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1", "tile/entries/273.p/112"];
        var random = new Random(70_000);
        var accepted = 0;
        for (var round = 0; round < (IsLong ? 10 : 1) * WholeAudits; round++)
        {
            var name = round % 4 == 0 ? rare[random.Next(rare.Length)] : names[random.Next(names.Count)];
            var file = Path.Combine(stage["log"], name);
            var good = await File.ReadAllBytesAsync(file);
            var other = Variant(round % 12, good, random);
            await File.WriteAllBytesAsync(file, other);
            var run = await stage.AuditAsync(stage["log"]);
            var accepts = new FileCheck(large.Folder, name).Accepts(other);
            Assert.True(run.ExitCode == (accepts ? 0 : 1), $"{name}, round {round}: the check {(accepts ? "accepts" : "refuses")}\n{run.Text}");
            accepted += accepts ? 1 : 0;
            await File.WriteAllBytesAsync(file, good);
        }
        Assert.InRange(accepted, 1, WholeAudits);
    }

    private byte[] Variant(int kind, byte[] good, Random random) => kind switch
    {
        0 => good,
        1 => good[..random.Next(good.Length)],
        2 => [.. good, (byte)random.Next(256)],
        3 => [],
        4 => File.ReadAllBytes(Path.Combine(large.Folder, "tile/entries/100")),
        5 => File.ReadAllBytes(Path.Combine(large.Folder, "tile/0/100")),
        _ => Flipped(good, random.Next(good.Length)),
    };

    private static byte[] Flipped(byte[] good, int at)
    {
        var bytes = (byte[])good.Clone();
        bytes[at] ^= (byte)(1 << (at % 8));
        return bytes;
    }

    private long Length(string name) => new FileInfo(Path.Combine(large.Folder, name)).Length;
}
