// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Text.Json;

namespace Vigil.Replay.Tests;

/// <summary>Each act of the replay fails when a control behind it is switched off: a play that passes without it would prove nothing.</summary>
public class MutationTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Each_act_fails_without_its_controls()
    {
        var faults = new ConcurrentQueue<string>();
        await Parallel.ForEachAsync(Controls.All, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (control, _) =>
        {
            using var mutant = Mutant.Without(control);
            var (line, isGood) = Judge(control, await mutant.PlayAsync(control.Act));
            lock (output) { output.WriteLine(line); }
            if (!isGood) { faults.Enqueue(line); }
        });
        Assert.True(faults.IsEmpty, string.Join('\n', faults));
    }

    [Fact]
    public void Every_act_that_is_played_has_a_control() =>
        Assert.Equal(Case.Acts.Select(act => act.Name).Order(StringComparer.Ordinal), Controls.All.Select(control => control.Act).Distinct().Order(StringComparer.Ordinal));

    /// <summary>It must fail because something came out that must not, and not because the play broke down.</summary>
    private static (string Line, bool IsGood) Judge(Control control, JsonElement verdict)
    {
        var broken = verdict.GetProperty("attempts").EnumerateArray().FirstOrDefault(attempt => !attempt.GetProperty("held").GetBoolean());
        var isGood = verdict.GetProperty("verdict").GetString() == "failed" && broken.ValueKind == JsonValueKind.Object;
        var what = isGood ? $"{broken.GetProperty("tried").GetString()}: {broken.GetProperty("came_out").GetString()}" : $"{verdict}";
        return ($"{control.Act}, off: {control.Name} ({control.Type}.{control.Method}) -> {(isGood ? "FAILED" : "NOT NOTICED")}: {what}", isGood);
    }
}
