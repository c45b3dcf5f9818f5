// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using Vigil.Replay;
using Vigil.Replay.Stage;
using Vigil.Replay.Telling;

namespace Vigil.Cli.Replaying;

/// <summary><c>vigil replay</c></summary>
internal static class ReplayCommand
{
    private const string About =
        """
        Play the case that Vigil answers, act by act: an insider with every means of an insider against a server that starts for it, or against yours.
        Everything that is tried and what comes of it is told; at the end stands a verdict for each act: blocked, visible within a time, or FAILED.

        Exit codes: 0 nothing failed, 1 an act FAILED, 2 it could not be played, or wrong usage.
        """;

    private static readonly Argument<string[]> Only = new("act") { Description = "Names or numbers of acts; all without", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<string?> Url = new("--url") { Description = "A running server, instead of one that starts for each act" };
    private static readonly Option<string?> Data = new("--data") { Description = "That server's data folder; it is only read" };
    private static readonly Option<string?> Staff = new("--staff") { Description = "Software keys of that server's staff (docs/replay.md)" };
    private static readonly Option<string> Web = new("--web") { Description = "Folder of the built web client", DefaultValueFactory = _ => Path.Combine("web", "dist") };
    private static readonly Option<string> Chromium = new("--chromium") { Description = "Where Chromium is", DefaultValueFactory = _ => Vigil.Replay.Browsers.Chromium.UsualPath };
    private static readonly Option<bool> FailFast = new("--fail-fast") { Description = "End an act at the first promise that is broken" };
    private static readonly Option<bool> Json = new("--json") { Description = "Print the result as one line of JSON" };

    public static Command Create()
    {
        var command = new Command("replay", About) { Only, Url, Data, Staff, Web, Chromium, FailFast, Json };
        command.SetAction((parsed, _) => RunAsync(parsed));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed)
    {
        var streams = parsed.InvocationConfiguration;
        var isJson = parsed.GetValue(Json);
        try
        {
            var verdicts = await new ReplayRun(Read(parsed), new Told(isJson ? TextWriter.Null : streams.Output)).PlayAsync();
            if (isJson) { streams.Output.WriteLine(VerdictJson.Of(verdicts)); } else { Told.Write(streams.Output, verdicts); }
            return verdicts.Any(verdict => verdict.Outcome == Outcome.Failed) ? ExitCode.Refused
                // Nothing failed where nothing was played.
                : verdicts.All(verdict => verdict.Attempts.Count == 0) ? ExitCode.Failed
                : ExitCode.Good;
        }
        catch (ReplayException e)
        {
            streams.Error.WriteLine($"vigil replay: {e.Message}");
            return ExitCode.Failed;
        }
    }

    private static ReplayOptions Read(ParseResult parsed) => new()
    {
        Vigil = VigilAsync,
        Only = parsed.GetValue(Only)!,
        Url = parsed.GetValue(Url) is { } url ? ReadUrl(url) : null,
        Data = parsed.GetValue(Data),
        StaffKeys = parsed.GetValue(Staff),
        Web = parsed.GetValue(Web)!,
        Chromium = parsed.GetValue(Chromium)!,
        StopsWhenBroken = parsed.GetValue(FailFast),
    };

    private static Uri ReadUrl(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https")
        ? url
        : throw new ReplayException($"'{text}' is no address such as https://meet.example.org");

    /// <summary>The same program with other arguments, in this process; what it prints goes to the scenario.</summary>
    private static async Task<Printout> VigilAsync(string[] arguments)
    {
        using var printed = new StringWriter();
        using var complained = new StringWriter();
        var code = await VigilCommand.RunAsync(arguments, new InvocationConfiguration { Output = printed, Error = complained });
        return new Printout(code, printed.ToString(), complained.ToString());
    }
}
