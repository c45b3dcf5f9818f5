// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;

namespace Vigil.Cli.Tests.Support;

/// <summary>What a run of <c>vigil</c> said.</summary>
internal sealed record VigilRun(int ExitCode, string Output, string Errors)
{
    public JsonElement Json => JsonElement.Parse(Output);

    /// <summary>The findings' codes, for a run with <c>--json</c>.</summary>
    public IReadOnlyList<string> Codes => [.. Json.GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("code").GetString()!)];

    public string Text => $"exit {ExitCode}\n{Output}\n{Errors}";
}

/// <summary>Runs the program: its whole command line in this process, or as a process that can be killed.</summary>
internal static class VigilProgram
{
    public static async Task<VigilRun> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await VigilCommand.RunAsync(arguments, new InvocationConfiguration { Output = output, Error = errors });
        return new VigilRun(code, output.ToString(), errors.ToString());
    }

    public static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "vigil.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
