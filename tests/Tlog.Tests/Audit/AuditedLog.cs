// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Vigil.Tlog.Audit;
using Vigil.Tlog.Checkpoints;
using Vigil.Tlog.Policies;
using Vigil.Tlog.Tests.Entries;
using Vigil.Tlog.Tests.Tiles;
using Vigil.Tlog.Tiles;

namespace Vigil.Tlog.Tests.Audit;

/// <summary>A log with its files, its newest checkpoint and a policy of three witnesses.</summary>
internal sealed class AuditedLog
{
    public static DateTimeOffset Now { get; } = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);

    public required MemoryTiles Tiles { get; init; }
    public required byte[] Checkpoint { get; set; }

    public static AuditedLog Build(int size, Func<int, byte[]>? entry = null)
    {
        var tiles = new MemoryTiles();
        var builder = new TileBuilder();
        for (var i = 0; i < size; i++) { builder.Append((entry ?? TestEntries.Numbered)(i), tiles); }
        builder.Flush(tiles);
        return new AuditedLog { Tiles = tiles, Checkpoint = Sign(builder.Head, Now) };
    }

    public static byte[] Sign(TreeHead head, DateTimeOffset time, params byte[] witnesses)
    {
        if (witnesses.Length == 0) { witnesses = [1, 2, 3]; }
        var text = new Checkpoint(TestKeys.Origin, head).ToBytes();
        return TestKeys.Log.SignNote(text).With(witnesses.Select(w => TestKeys.Witness(w).Cosign(text, (ulong)time.ToUnixTimeSeconds()))).ToBytes();
    }

    public AuditReport Audit(AuditOptions? options = null, params byte[][] remembered) =>
        new LogAudit(Tiles, Policy, options ?? new AuditOptions { Rules = [new GenesisRule(TestKeys.Origin), new TimeOrderRule(TimeSpan.FromMinutes(10)), new UniqueIdRule()] })
            .Run(Checkpoint, remembered.Select(r => (ReadOnlyMemory<byte>)r), Now);

    public static LogPolicy Policy { get; } = ParsePolicy();

    private static LogPolicy ParsePolicy()
    {
        var text = new StringBuilder($"log {TestKeys.Log.Key}\n");
        for (byte i = 1; i <= 3; i++) { text.Append($"witness w{i} {TestKeys.Witness(i).Key}\n"); }
        Assert.True(LogPolicy.TryParse(Encoding.UTF8.GetBytes(text.Append("group g 2 w1 w2 w3\nquorum g\n").ToString()), out var policy, out _));
        return policy!;
    }
}
