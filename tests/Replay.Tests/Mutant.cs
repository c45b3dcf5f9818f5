// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Text;
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
        Replace(assembly, SwitchedOff.In(File.ReadAllBytes(assembly), control));
        return new Mutant(folder) { Program = folder };
    }

    public static Mutant Without(ClientControl control)
    {
        var folder = CopyOf(Checkout.WebClientWithSwitches);
        // Pages and workers have a global of their own each; which script is loaded first does not matter, for it is asked when the function is called.
        foreach (var script in Directory.GetFiles(Path.Combine(folder, "assets"), "*").Where(IsScript)) { PutInFront(script, $"globalThis.vigilOff='{control.Function}';"); }
        return new Mutant(folder) { WebClient = folder };
    }

    public static Mutant With(BrokenClient client)
    {
        var folder = CopyOf(Checkout.WebClient);
        foreach (var script in Directory.GetFiles(Path.Combine(folder, "assets"), client.Scripts).Where(IsScript)) { PutInFront(script, client.Code + "\n"); }
        return new Mutant(folder) { WebClient = folder };
    }

    /// <summary>Plays the act until something is broken, and gives its verdict as <c>--json</c> does.</summary>
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

    private static bool IsScript(string file) => file.EndsWith(".js", StringComparison.Ordinal);

    private static void PutInFront(string script, string code)
    {
        Replace(script, Encoding.UTF8.GetBytes(code + File.ReadAllText(script)));
        // The packed ones are older than it.
        File.Delete(script + ".br");
        File.Delete(script + ".gz");
    }

    /// <summary>A new file: the old one has other names that must stay what they are.</summary>
    private static void Replace(string file, byte[] bytes)
    {
        File.Delete(file);
        File.WriteAllBytes(file, bytes);
    }

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
