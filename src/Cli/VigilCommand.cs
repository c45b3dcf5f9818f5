// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using Vigil.Cli.Auditing;
using Vigil.Cli.Disclosing;
using Vigil.Cli.Founding;
using Vigil.Cli.Monitoring;
using Vigil.Cli.Replaying;
using Vigil.Cli.Reporting;

namespace Vigil.Cli;

/// <summary><c>vigil</c>, with its commands and its exit codes.</summary>
internal static class VigilCommand
{
    private static readonly RootCommand Root = new("Vigil: end-to-end encrypted meetings on your own machine.")
    {
        ServeCommand.Create(),
        InitCommand.Create(),
        AuditCommand.Create(),
        MonitorCommand.Create(),
        ReportCommand.Create(),
        DisclosureCommand.Create(),
        ReplayCommand.Create(),
    };

    public static async Task<int> RunAsync(string[] args, InvocationConfiguration? streams = null, CancellationToken stop = default)
    {
        var parsed = Root.Parse(args);
        // The library's own handler answers 1, which would read as "refused".
        var configuration = streams ?? new InvocationConfiguration();
        configuration.EnableDefaultExceptionHandler = false;
        var code = await parsed.InvokeAsync(configuration, stop);
        return parsed.Errors.Count > 0 ? ExitCode.Failed : code;
    }
}
