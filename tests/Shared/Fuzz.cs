// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;

namespace Vigil.Tests;

/// <summary>
/// A seeded mutation fuzzer for parsers. A short, fixed number of rounds in every run; with <c>VIGIL_FUZZ_SECONDS</c> set
/// (<c>./test --long</c> sets 60) it goes on for that long per target, with a fresh seed that is printed on failure.
/// </summary>
internal static class Fuzz
{
    /// <summary>A parser that takes longer than this for one input hangs.</summary>
    private static readonly TimeSpan SlowestAllowed = TimeSpan.FromSeconds(2);

    public delegate void Target(Span<byte> input);

    /// <summary>Feeds mutations of the corpus to <paramref name="target"/>; an exception or a hang fails the test with seed and input.</summary>
    public static void Run(IReadOnlyList<byte[]> corpus, Target target, int rounds = 20_000)
    {
        Assert.NotEmpty(corpus);
        var seconds = int.TryParse(Environment.GetEnvironmentVariable("VIGIL_FUZZ_SECONDS"), out var s) ? s : 0;
        var seed = seconds > 0 ? Environment.TickCount : 20260921;
        var random = new Random(seed);
        var started = Stopwatch.GetTimestamp();
        for (var round = 0; seconds > 0 ? Stopwatch.GetElapsedTime(started).TotalSeconds < seconds : round < rounds; round++)
        {
            var input = round < corpus.Count ? corpus[round] : Mutate(corpus[random.Next(corpus.Count)], random);
            var copy = input.ToArray();
            var before = Stopwatch.GetTimestamp();
            try { target(copy); }
            catch (Exception e) when (e is not Xunit.Sdk.IAssertionException)
            {
                Assert.Fail($"seed {seed} round {round} input {Convert.ToHexString(input)}: {e}");
            }
            Assert.True(Stopwatch.GetElapsedTime(before) < SlowestAllowed, $"hang: seed {seed} round {round} input {Convert.ToHexString(input)}");
        }
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        var bytes = new List<byte>(original);
        for (var edits = random.Next(1, 6); edits > 0; edits--)
        {
            var at = bytes.Count == 0 ? 0 : random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0 when bytes.Count > 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1 when bytes.Count > 0: bytes[at] = (byte)random.Next(256); break;
                case 2 when bytes.Count > 0: bytes[at] = (byte)(random.Next(2) == 0 ? 0 : 255); break;
                case 3 when bytes.Count > 0: bytes.RemoveRange(at, random.Next(bytes.Count - at + 1)); break;
                case 4: bytes.InsertRange(at, Enumerable.Range(0, random.Next(1, 16)).Select(_ => (byte)random.Next(256))); break;
                default: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 32), bytes.Count - at))); break;
            }
            if (bytes.Count > 2048) { bytes.RemoveRange(2048, bytes.Count - 2048); }
        }
        return [.. bytes];
    }
}
