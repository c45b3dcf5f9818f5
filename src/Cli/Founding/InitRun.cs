// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Ceremonies;
using Vigil.Server.Serving;

namespace Vigil.Cli.Founding;

/// <summary>A ceremony from the first question to the first line of the log.</summary>
internal sealed class InitRun(ServeOptions options, TextWriter output, TextReader input)
{
    /// <remarks>
    /// (1) what the data folder is                  <see cref="CeremonyFolder.Look"/>    one that has a log is not touched
    /// (2) who, from a file or by questions         <see cref="PlanQuestions.Ask"/>
    /// (3) the page, and a link for each of them    <see cref="CeremonyServer.StartAsync"/>
    /// (4) until all have signed, or one declines   <see cref="CeremonyServer.WaitAsync"/>
    /// </remarks>
    public async Task<int> RunAsync(string? planFile, bool newLinks, string sameOptions)
    {
        // (1)
        var ground = CeremonyFolder.Look(options);
        if (ground == Ground.HasStaff) { throw new StartException($"the log in '{options.Data}' has its staff already: start the server with vigil serve {sameOptions}"); }
        if (ground == Ground.HasNoStaff)
        {
            throw new StartException(
                $"the server in '{options.Data}' began without staff, and its log can never get any: that is a promise to those who read it. " +
                "For a server with staff take another --data folder; it begins another log, under another key, with no meetings and no accounts yet.");
        }
        // (2)
        var plan = planFile is not null ? ReadPlan(planFile) : ground == Ground.Empty ? new PlanQuestions(input, output).Ask() : null;
        if (plan is not null && PlanCheck.Problems(plan).Count == 0)
        {
            foreach (var warning in PlanCheck.Warnings(plan)) { output.WriteLine($"Note: {warning}. That may be meant."); }
        }
        // (3)
        await using var server = await CeremonyServer.StartAsync(options, plan, newLinks);
        Announce(server);
        // (4)
        var end = await server.WaitAsync();
        if (end is null)
        {
            output.WriteLine("Stopped. Nothing is lost: the same command goes on.");
            return ExitCode.Failed;
        }
        if (end.Decliner is not null)
        {
            output.WriteLine($"{end.Decliner} declined: \"{end.Word}\". No log has begun. Talk to each other; then begin anew with --start-over.");
            return ExitCode.Refused;
        }
        output.WriteLine("All have signed, the public log has begun with it, and an audit of it finds nothing.");
        output.WriteLine($"Start the server: vigil serve {sameOptions}");
        return ExitCode.Good;
    }

    private void Announce(CeremonyServer server)
    {
        output.WriteLine($"The ceremony is open at {server.Origin}/ceremony");
        if (server.Links.Count == 0)
        {
            output.WriteLine("It goes on where it was. The links that were printed then still hold; --new-links makes new ones.");
            return;
        }
        output.WriteLine("Hand each link to its person alone, by a way that reaches nobody else. They are not printed again.");
        foreach (var (member, link) in server.Links) { output.WriteLine($"  {member}: {link}"); }
        output.WriteLine("Ctrl+C stops, and loses nothing.");
    }

    private static CeremonyPlan ReadPlan(string file) =>
        CeremonyPlan.Read(File.ReadAllBytes(file), out var problem) ?? throw new StartException($"'{file}' is not a plan: {problem}. A good one: vigil init --example {CeremonyPlan.Small}");
}
