// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Text.Json;

namespace Vigil.Replay.Tests;

/// <summary>A copy of the built program with one control switched off, in a folder that goes with it.</summary>
internal sealed class Mutant : IDisposable
{
    private readonly string folder;

    private Mutant(string folder) => this.folder = folder;

    public static Mutant Without(Control control)
    {
        // Beside the original, so that everything that is not changed can be the same file under a second name.
        var folder = Path.Combine(Checkout.Artifacts, "mutants", Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
        Run("cp", "--archive", "--link", Checkout.Program, folder);
        var assembly = Path.Combine(folder, $"{control.Assembly}.dll");
        var patched = SwitchedOff.In(File.ReadAllBytes(assembly), control);
        File.Delete(assembly);
        File.WriteAllBytes(assembly, patched);
        return new Mutant(folder);
    }

    /// <summary>Plays the act, and gives its verdict as <c>--json</c> does.</summary>
    public async Task<JsonElement> PlayAsync(string act)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            ArgumentList = { Path.Combine(folder, "vigil.dll"), "replay", act, "--json", "--fail-fast", "--web", Checkout.WebClient },
        };
        using var process = Process.Start(start)!;
        var printed = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return JsonElement.Parse(printed).GetProperty("acts").EnumerateArray().Single();
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        if (process.ExitCode != 0) { throw new InvalidOperationException($"{program} ended with {process.ExitCode}"); }
    }
}
