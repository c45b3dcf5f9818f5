// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Text.Json;

namespace Vigil.Replay.Tests;

/// <summary>Each act of the replay fails when a control behind it is switched off: a play that passes without it would prove nothing.</summary>
public class MutationTests(ITestOutputHelper output)
{
    private static IEnumerable<(string Act, string Off, Func<Mutant> Make)> Switches =>
    [
        .. Controls.All.Select(control => (control.Act, $"{control.Name} ({control.Type}.{control.Method})", (Func<Mutant>)(() => Mutant.Without(control)))),
        .. BrokenClients.All.Select(client => (client.Act, $"{client.Name} ({client.Scripts})", (Func<Mutant>)(() => Mutant.With(client)))),
    ];

    [Fact]
    public async Task Each_act_fails_without_its_controls()
    {
        var faults = new ConcurrentQueue<string>();
        await Parallel.ForEachAsync(Switches, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (control, _) =>
        {
            using var mutant = control.Make();
            var (line, isGood) = Judge(control.Act, control.Off, await mutant.PlayAsync(control.Act));
            lock (output) { output.WriteLine(line); }
            if (!isGood) { faults.Enqueue(line); }
        });
        Assert.True(faults.IsEmpty, string.Join('\n', faults));
    }

    [Fact]
    public void Every_act_that_is_played_has_a_control() =>
        Assert.Equal(Case.Acts.Select(act => act.Name).Order(StringComparer.Ordinal), Switches.Select(control => control.Act).Distinct().Order(StringComparer.Ordinal));

    /// <summary>It must fail because something came out that must not, and not because the play broke down.</summary>
    private static (string Line, bool IsGood) Judge(string act, string off, JsonElement verdict)
    {
        var broken = verdict.GetProperty("attempts").EnumerateArray().FirstOrDefault(attempt => !attempt.GetProperty("held").GetBoolean());
        var isGood = verdict.GetProperty("verdict").GetString() == "failed" && broken.ValueKind == JsonValueKind.Object;
        var what = isGood ? $"{broken.GetProperty("tried").GetString()}: {broken.GetProperty("came_out").GetString()}" : $"{verdict}";
        return ($"{act}, off: {off} -> {(isGood ? "FAILED" : "NOT NOTICED")}: {what}", isGood);
    }
}
