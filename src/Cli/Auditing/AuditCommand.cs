// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;

namespace Vigil.Cli.Auditing;

/// <summary><c>vigil audit</c></summary>
internal static class AuditCommand
{
    private const string About =
        """
        Check a whole public log: every entry, every tile, every signature, and that it is one history with all that was seen before.

        Exit codes: 0 good, 1 refused (evidence of wrongdoing or damage), 2 could not check, or wrong usage.
        """;

    private static readonly Argument<string> Target = new("log") { Description = "Address (https://host/log) or folder of the log" };

    private static readonly Option<string?> By = new("--by") { Description = "List all that this member of the staff did and tried, by the log alone", HelpName = "MEMBER" };

    public static Command Create()
    {
        var command = new Command("audit", About)
        {
            Target, AuditArguments.Policy, AuditArguments.VerifierKey, AuditArguments.State, AuditArguments.MaxAge,
            AuditArguments.Witnesses, AuditArguments.Refetch, AuditArguments.Json, By,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var streams = parsed.InvocationConfiguration;
        var isTerminal = ReferenceEquals(streams.Error, Console.Error) && !Console.IsErrorRedirected;
        var progress = new Progress(streams.Error, isTerminal, TimeProvider.System);
        try
        {
            var settings = AuditArguments.Read(parsed, parsed.GetValue(Target)!) with { By = parsed.GetValue(By) };
            var verdict = await new AuditRun(settings, TimeProvider.System, progress).RunAsync(stop);
            streams.Output.Write(parsed.GetValue(AuditArguments.Json) ? VerdictJson.Of(verdict) + "\n" : VerdictText.Of(verdict));
            return verdict.ExitCode;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            streams.Error.WriteLine("Interrupted. The next audit goes on from here.");
            return ExitCode.Failed;
        }
    }
}
