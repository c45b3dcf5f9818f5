// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using Vigil.Server.Reports;

namespace Vigil.Cli.Reporting;

/// <summary><c>vigil report verify</c></summary>
internal static class ReportCommand
{
    private const string About =
        """
        Check what a report file proves: that each message in it was said by its sender, in that meeting, and stamped. Nothing is asked of any server,
        so one thing stays open: the stamps' tags, which only the server that made them can check.

        Exit codes: 0 good, 1 refused (it proves nothing), 2 could not read it, or wrong usage.
        """;

    /// <summary>A report has at most 2 MiB; whatever is larger is none.</summary>
    private const int MostBytes = (2 << 20) + 1;

    private static readonly Argument<string> File = new("file") { Description = "The report, as it was stored or posted" };
    private static readonly Option<bool> Json = new("--json") { Description = "Print the result as one line of JSON" };

    public static Command Create()
    {
        var verify = new Command("verify", About) { File, Json };
        verify.SetAction(Run);
        return new Command("report", "Reports of messages.") { verify };
    }

    private static int Run(ParseResult parsed)
    {
        var streams = parsed.InvocationConfiguration;
        var path = parsed.GetValue(File)!;
        if (Read(path, out var problem) is not { } bytes)
        {
            streams.Error.WriteLine($"{path}: {problem}");
            return ExitCode.Failed;
        }
        var check = ReportCheck.Of(bytes);
        streams.Output.Write(parsed.GetValue(Json) ? ReportCheckJson.Of(check) + "\n" : ReportCheckText.Of(check));
        return check.IsGood ? ExitCode.Good : ExitCode.Refused;
    }

    private static byte[]? Read(string path, out string problem)
    {
        problem = "";
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read);
            var bytes = new byte[MostBytes];
            return bytes[..file.ReadAtLeast(bytes, MostBytes, throwOnEndOfStream: false)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            problem = e.Message;
            return null;
        }
    }
}
