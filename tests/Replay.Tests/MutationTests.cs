// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Text.Json;

namespace Vigil.Replay.Tests;

/// <summary>Each act of the replay fails when a control behind it is switched off: a play that passes without it would prove nothing.</summary>
public class MutationTests(ITestOutputHelper output)
{
    private static readonly Switch[] Switches =
    [
        .. Controls.All.Select(control => new Switch(control.Act, $"{control.Name} ({control.Type}.{control.Method})", control.Breaks, () => Mutant.Without(control))),
        .. BrokenClients.All.Select(client => new Switch(client.Act, $"{client.Name} ({client.Scripts})", client.Breaks, () => Mutant.With(client))),
        .. ClientControl.All.Select(control => new Switch(control.Act, $"{control.Name} ({control.File}: {control.Function})", control.Breaks, () => Mutant.Without(control))),
    ];

    /// <summary>One for each act in every run, where it is the server's or the auditor's; all of them with <c>./test --long</c>. Browsers take longest: they begin.</summary>
    private static IEnumerable<Switch> Played => IsLong ? Switches.Reverse() : Switches.Take(Controls.All.Count).DistinctBy(control => control.Act);

    private static bool IsLong => int.TryParse(Environment.GetEnvironmentVariable("VIGIL_FUZZ_SECONDS"), out var seconds) && seconds > 0;

    [Fact]
    public async Task Each_act_fails_without_its_control()
    {
        var faults = new ConcurrentQueue<string>();
        await Parallel.ForEachAsync(Played, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (control, _) =>
        {
            using var mutant = control.Make();
            var (said, isGood) = Judge(await mutant.PlayAsync(control.Act), control.Breaks);
            var line = $"{control.Act}, off: {control.Off} -> {said}";
            lock (output) { output.WriteLine(line); }
            if (!isGood) { faults.Enqueue(line); }
        });
        Assert.True(faults.IsEmpty, string.Join('\n', faults));
    }

    [Fact]
    public void Every_act_that_is_played_has_a_control() =>
        Assert.Equal(Case.Acts.Select(act => act.Name).Order(StringComparer.Ordinal), Switches.Select(control => control.Act).Distinct().Order(StringComparer.Ordinal));

    /// <summary>It must fail because just that came out which the control stands against, and not because the play broke down.</summary>
    private static (string Said, bool IsGood) Judge(JsonElement verdict, string breaks)
    {
        var broken = verdict.GetProperty("attempts").EnumerateArray().FirstOrDefault(attempt => !attempt.GetProperty("held").GetBoolean());
        return verdict.GetProperty("verdict").GetString() == "failed" && broken.ValueKind == JsonValueKind.Object
            && broken.GetProperty("tried").GetString()!.StartsWith(breaks, StringComparison.Ordinal)
            ? ($"FAILED: {broken.GetProperty("tried").GetString()}: {broken.GetProperty("came_out").GetString()}", true)
            : ($"NOT NOTICED: {verdict}", false);
    }

    private sealed record Switch(string Act, string Off, string Breaks, Func<Mutant> Make);
}
