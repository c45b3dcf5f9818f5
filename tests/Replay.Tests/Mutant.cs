// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Text.Json;

namespace Vigil.Replay.Tests;

/// <summary>A copy of the built program, or of the web client, with one control switched off, in a folder that goes with it.</summary>
internal sealed class Mutant : IDisposable
{
    private readonly string folder;

    private Mutant(string folder) => this.folder = folder;

    private string Program { get; init; } = Checkout.Program;

    private string WebClient { get; init; } = Checkout.WebClient;

    public static Mutant Without(Control control)
    {
        var folder = CopyOf(Checkout.Program);
        var assembly = Path.Combine(folder, $"{control.Assembly}.dll");
        var patched = SwitchedOff.In(File.ReadAllBytes(assembly), control);
        File.Delete(assembly);
        File.WriteAllBytes(assembly, patched);
        return new Mutant(folder) { Program = folder };
    }

    public static Mutant With(BrokenClient client)
    {
        var folder = CopyOf(Checkout.WebClient);
        foreach (var script in Directory.GetFiles(Path.Combine(folder, "assets"), client.Scripts))
        {
            var changed = client.Code + "\n" + File.ReadAllText(script);
            // The packed ones are older than it, and the same files as the original's.
            foreach (var same in new[] { script, script + ".br", script + ".gz" }) { File.Delete(same); }
            File.WriteAllText(script, changed);
        }
        return new Mutant(folder) { WebClient = folder };
    }

    /// <summary>Plays the act, and gives its verdict as <c>--json</c> does.</summary>
    public async Task<JsonElement> PlayAsync(string act)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            ArgumentList = { Path.Combine(Program, "vigil.dll"), "replay", act, "--json", "--fail-fast", "--web", WebClient },
        };
        using var process = Process.Start(start)!;
        var printed = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return JsonElement.Parse(printed).GetProperty("acts").EnumerateArray().Single();
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string CopyOf(string original)
    {
        // Beside the original, so that everything that is not changed can be the same file under a second name.
        var folder = Path.Combine(Checkout.Artifacts, "mutants", Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
        Run("cp", "--archive", "--link", original, folder);
        return folder;
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        if (process.ExitCode != 0) { throw new InvalidOperationException($"{program} ended with {process.ExitCode}"); }
    }
}
