// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Text.Json;

namespace Vigil.Cli.Tests.Support;

/// <summary>
/// <c>tests/SecondAuditor</c>: a program of a few hundred lines for Node, written from docs/protocol/log.md alone. That it comes to the same
/// verdicts shows that the page is enough to write one.
/// </summary>
internal static class SecondAuditor
{
    /// <param name="target">Folder or address of the log.</param>
    /// <param name="policyFile">Whose signatures count.</param>
    /// <param name="remembered">Checkpoint files that were seen before.</param>
    /// <returns>The findings' codes, each once; none for a good log.</returns>
    public static async Task<IReadOnlyList<string>> AuditAsync(string target, string policyFile, params string[] remembered)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "SecondAuditor", "audit.mjs");
        using var process = Process.Start(new ProcessStartInfo("node", [program, target, policyFile, .. remembered])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode is 0 or 1 && output.Length > 0, $"exit {process.ExitCode}\n{output}\n{await errors}");
        string[] codes = [.. JsonElement.Parse(output).GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("code").GetString()!).Distinct()];
        Assert.Equal(process.ExitCode == 0, codes.Length == 0);
        return codes;
    }
}
