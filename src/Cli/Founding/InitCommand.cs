// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using Vigil.Server.Ceremonies;
using Vigil.Server.Serving;

namespace Vigil.Cli.Founding;

/// <summary><c>vigil init</c></summary>
internal static class InitCommand
{
    private const string About =
        """
        Give a new server its staff: the people without whom no meeting is ended, no account suspended and nothing read. Asks who they are (or takes a
        plan), then serves one page on which each of them registers a security key of their own and signs who all of them are and by which rules they
        decide. When all have signed, the public log begins with it. Give the options that `vigil serve` will get.

        A server that is started with `vigil serve` first has no staff for ever: then only hosts end meetings.

        Exit codes: 0 the log has begun, 1 somebody declined, 2 it could not be done, or stopped before the end (the same command goes on).
        """;

    private static readonly Option<string?> Plan = new("--plan") { Description = "File with the plan, instead of questions" };
    private static readonly Option<bool> NewLinks = new("--new-links") { Description = "Of a ceremony that is under way: print new links; the former ones open nothing then" };
    private static readonly Option<bool> StartOver = new("--start-over") { Description = "Forget a ceremony that is under way, and begin anew" };

    private static readonly Option<string?> Example = new("--example") { Description = "Print a plan to begin with, and stop" };

    public static Command Create()
    {
        Example.AcceptOnlyFromAmong([.. CeremonyPlan.Templates]);
        var command = new Command("init", About) { Plan, Example, NewLinks, StartOver };
        ServerOptions.AddTo(command);
        command.SetAction((parsed, stop) => RunAsync(parsed));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed)
    {
        var streams = parsed.InvocationConfiguration;
        if (parsed.GetValue(Example) is { } template)
        {
            streams.Output.WriteLine(CeremonyPlan.Example(template).ToText());
            return ExitCode.Good;
        }
        try
        {
            var options = ServerOptions.Read(parsed);
            if (parsed.GetValue(StartOver)) { CeremonyFolder.StartOver(options); }
            return await new InitRun(options, streams.Output, Console.In).RunAsync(parsed.GetValue(Plan), parsed.GetValue(NewLinks), SameOptions(parsed));
        }
        catch (Exception e) when (e is StartException or IOException or UnauthorizedAccessException)
        {
            streams.Error.WriteLine($"The ceremony cannot be held:{Environment.NewLine}{e.Message}");
            return ExitCode.Failed;
        }
    }

    /// <summary>What was typed, for the line that starts the server afterwards.</summary>
    private static string SameOptions(ParseResult parsed)
    {
        var words = new List<string>();
        foreach (var result in parsed.CommandResult.Children.OfType<System.CommandLine.Parsing.OptionResult>())
        {
            if (result.Implicit || result.Option == Plan || result.Option == NewLinks || result.Option == StartOver) { continue; }
            words.Add(result.Option.Name);
            words.AddRange(result.Tokens.Select(token => token.Value.Contains(' ', StringComparison.Ordinal) ? $"'{token.Value}'" : token.Value));
        }
        return string.Join(' ', words);
    }
}
