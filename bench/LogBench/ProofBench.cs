// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Text;
using Vigil.Server.Log;
using Vigil.Tlog.Merkle;
using Vigil.Tlog.Policies;
using Vigil.Tlog.Proofs;

namespace Vigil.LogBench;

/// <summary>A proof file made from tiles, and verified with its checkpoint's signature.</summary>
internal static class ProofBench
{
    private const int Proofs = 2000;

    public static void Run(string data)
    {
        var key = File.ReadAllText(Path.Combine(data, "log-state", "log.vkey")).Trim();
        if (!LogPolicy.TryParse(Encoding.UTF8.GetBytes($"log {key}\nquorum none\n"), out var policy, out _)) { throw new InvalidOperationException("policy"); }
        using var log = new Opened(data);
        var (signed, tiles) = (log.Log.Signed, GrowthCheck.Open(log.Log.Tiles, log.Log.Signed.Head));
        var random = new Random(1);
        var (made, verified) = (TimeSpan.Zero, TimeSpan.Zero);
        for (var i = 0; i < Proofs; i++)
        {
            var index = (ulong)random.NextInt64((long)signed.Head.Size);
            var started = Stopwatch.GetTimestamp();
            if (!ProofBuilder.TryInclusion(tiles, index, signed.Head.Size, out var path)) { throw new InvalidOperationException("path"); }
            made += Stopwatch.GetElapsedTime(started);
            if (!tiles.TryReadEntry(index, out var entry)) { throw new InvalidOperationException("entry"); }
            var bytes = new LogProof(index, path, signed.Note).ToBytes();
            started = Stopwatch.GetTimestamp();
            if (!LogProof.TryParse(bytes, out var proof, out _) || !proof!.TryVerify(entry.Span, policy!, out _, out var problem)) { throw new InvalidOperationException("proof"); }
            verified += Stopwatch.GetElapsedTime(started);
        }
        BenchLog.Row("inclusion proof from authenticated tiles (random entry, few tiles cached)", $"{made.TotalMilliseconds / Proofs:F3} ms");
        BenchLog.Row("proof file read and verified: log's signature, path, entry", $"{verified.TotalMilliseconds / Proofs:F3} ms");
    }

    private sealed class Opened(string data) : IDisposable
    {
        public PublicLog Log { get; } = BenchLog.Open(data);

        public void Dispose() => Log.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
