// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using Vigil.Cli.Auditing;

namespace Vigil.Cli.Monitoring;

/// <summary><c>vigil monitor</c></summary>
internal static class MonitorCommand
{
    private const string About =
        """
        Audit a log again and again until Ctrl+C, and raise an alarm when a verdict is not good.

        Exit code: that of the last verdict: 0 good, 1 refused, 2 could not check, or wrong usage.
        """;

    private static readonly Argument<string> Target = new("log") { Description = "Address (https://host/log) or folder of the log" };

    private static readonly TimeSpan UsualPause = TimeSpan.FromMinutes(5);

    private static readonly Option<TimeSpan?> Every = new("--every")
    {
        Description = "Time from one audit to the next: 30s, 5m, 1h [default: 5m]",
        HelpName = "TIME",
        CustomParser = Duration.Parse,
    };

    private static readonly Option<string?> Alarm = new("--alarm")
    {
        Description = "Shell command for each verdict that is not good; it gets the verdict as JSON on standard input",
        HelpName = "COMMAND",
    };

    private static readonly Option<string?> Feed = new("--feed")
    {
        Description = "Atom file of the newest entries, written anew after each audit; a refusal stands on top",
        HelpName = "FILE",
    };

    public static Command Create()
    {
        var command = new Command("monitor", About)
        {
            Target, Every, Alarm, Feed, AuditArguments.Policy, AuditArguments.VerifierKey, AuditArguments.State, AuditArguments.MaxAge,
            AuditArguments.Witnesses, AuditArguments.Refetch, AuditArguments.Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var audit = AuditArguments.Read(parsed, parsed.GetValue(Target)!);
        var settings = new MonitorSettings(audit, parsed.GetValue(Every) ?? UsualPause)
        {
            Alarm = parsed.GetValue(Alarm),
            Feed = parsed.GetValue(Feed) is { } feed ? Path.GetFullPath(feed) : null,
            Json = parsed.GetValue(AuditArguments.Json),
        };
        var streams = parsed.InvocationConfiguration;
        return new MonitorLoop(settings, TimeProvider.System, streams.Output, streams.Error).RunAsync(stop);
    }
}
