// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;

namespace Vigil.Cli.Auditing;

/// <summary>What <c>audit</c> and <c>monitor</c> have in common on the command line.</summary>
internal static class AuditArguments
{
    private const string All = "all";
    private const string Quorum = "quorum";

    private static readonly AuditSettings Defaults = new() { Target = "" };

    public static readonly Option<string?> Policy = new("--policy")
    {
        Description = "Policy file: the log's key, its witnesses, and how many of them must have signed (c2sp.org/tlog-policy); remembered",
        HelpName = "FILE",
    };

    public static readonly Option<string[]> VerifierKey = new("--vkey")
    {
        Description = "The log's key, instead of a policy: then no witness counts; remembered",
        HelpName = "KEY",
    };

    public static readonly Option<string?> State = new("--state")
    {
        Description = "Folder for downloads and memory [default: one for each log in ~/.local/state/vigil/audit]",
        HelpName = "FOLDER",
    };

    // Without a default of its own: help would print it as 1.00:00:00.
    public static readonly Option<TimeSpan?> MaxAge = new("--max-age")
    {
        Description = "How old the newest witness signature may be: 30m, 24h, 7d [default: 24h]",
        HelpName = "TIME",
        CustomParser = Duration.Parse,
    };

    public static readonly Option<string> Witnesses = WitnessesOption();

    /// <summary>One JSON object on standard output instead of text.</summary>
    public static readonly Option<bool> Json = new("--json") { Description = "Print the verdict as one line of JSON" };

    public static readonly Option<bool> Refetch = new("--refetch")
    {
        Description = "Download every file again, to see what is served today even where it was downloaded before",
    };

    public static AuditSettings Read(ParseResult parsed, string target) => new()
    {
        Target = target,
        PolicyFile = parsed.GetValue(Policy),
        VerifierKeys = parsed.GetValue(VerifierKey) ?? [],
        State = parsed.GetValue(State) is { } state ? Path.GetFullPath(state) : null,
        MaxAge = parsed.GetValue(MaxAge) ?? Defaults.MaxAge,
        RequireAllWitnesses = parsed.GetValue(Witnesses) == All,
        Refetch = parsed.GetValue(Refetch),
    };

    private static Option<string> WitnessesOption()
    {
        var option = new Option<string>("--witnesses")
        {
            Description = "Who must have signed: all witnesses of the policy, as auditors should ask, or only its quorum",
            DefaultValueFactory = _ => All,
        };
        option.AcceptOnlyFromAmong(All, Quorum);
        return option;
    }
}
