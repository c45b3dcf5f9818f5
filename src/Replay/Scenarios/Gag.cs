// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Vigil.Replay.Stage;
using Vigil.Replay.Telling;

namespace Vigil.Replay.Scenarios;

/// <summary>Act 10: demands of a state that nobody is to hear of.</summary>
internal sealed class Gag : Scenario
{
    private static readonly TimeSpan Sealed = TimeSpan.FromDays(10);

    public override int Act => 10;

    public override string Name => "gag";

    public override string Happened => "What the state demanded was to be kept secret.";

    public override Means Needs => Means.OwnServer;

    public override async Task PlayAsync(Scene scene, Story story)
    {
        var house = await scene.OwnHouseAsync(ago: TimeSpan.FromDays(60));
        var auditor = await scene.AuditorAsync(house);
        await InformallyAsync(house, story);
        await TooLongAsync(house, story);
        await OpenedAsync(house, story, auditor);

        await MissedAsync(house, story, auditor, "the row that opens it is deleted", "database", async request =>
        {
            house.Database.Change("DELETE FROM staff_sealed_request WHERE request = $request", ("$request", request));
            await house.PassAsync(Sealed);
        });
        await MissedAsync(house, story, auditor, "what it opens to is replaced by something harmless", "database", async request =>
        {
            house.Database.Change("UPDATE staff_sealed_request SET details = $other WHERE request = $request", ("$other", new Demand("DE").Details), ("$request", request));
            await house.PassAsync(Sealed);
        });
        await MissedAsync(house, story, auditor, "the server is stopped over its date", "root", async _ =>
        {
            await house.StopAsync();
            house.Jump(Sealed + TimeSpan.FromMinutes(1));
            await house.StartAsync();
            await house.LookAsync();
        });
        await MissedAsync(house, story, auditor, "the server's clock is kept back, so that its date does not come", "root", _ => Task.CompletedTask);
    }

    private static async Task InformallyAsync(OwnHouse house, Story story)
    {
        var word = new Demand("CN", "informal") { SignedBy = "hal" };
        var hidden = await (word with { SignedBy = null, Opens = house.Clock + Sealed }).RecordAsync(house);
        story.Blocked("an approach without any law behind it is sealed", "desk of ann", hidden.Status == 422, hidden.Text);
        var before = await house.Log.SizeAsync();
        var recorded = await word.RecordAsync(house, "hal");
        var known = await house.Log.WaitForAsync(before, entry => entry.Type == "request.received" && entry.Body.GetProperty("details").GetBytesFromBase64().AsSpan().SequenceEqual(word.Details));
        story.Visible("somebody is asked in private, without any paper", "a telephone", recorded.Status == 201, known, "who was asked puts it down with one signature: country and kind are in the public log");
    }

    private static async Task TooLongAsync(OwnHouse house, Story story)
    {
        var forEver = await new Demand("CN") { Opens = house.Clock.AddDays(366) }.RecordAsync(house);
        story.Blocked("a demand is sealed for longer than a year", "desk of ann", forEver.Text == "422 refused: seal_too_long", forEver.Text);
    }

    /// <summary>A gag that the law gives is kept, to its date: then the server itself opens it.</summary>
    private static async Task OpenedAsync(OwnHouse house, Story story, Auditor auditor)
    {
        var before = await house.Log.SizeAsync();
        var demand = new Demand("CN", "court-order") { Opens = house.Clock + Sealed };
        var request = await SealAsync(house, demand);
        var isSecret = (await house.Log.EntriesAsync(before)).All(entry => !entry.Body.TryGetProperty("details", out _));
        // The server opens half a minute early: an entry dated a second later would be late.
        await house.PassAsync(Sealed - TimeSpan.FromSeconds(10));
        var opened = (await house.Log.EntriesAsync(before)).SingleOrDefault(entry => entry.Type == "request.opened" && entry.Body.GetProperty("request").GetString() == request);
        var isTrue = opened?.Body.GetProperty("details").GetBytesFromBase64().AsSpan().SequenceEqual(demand.Details) == true;
        var audit = await auditor.AuditAsync();
        story.Blocked("(for comparison) a demand that is sealed to a date and left alone", "none", isSecret && isTrue && audit.IsGood,
            $"that there is one was public at once, {(isSecret ? "what it says was not" : "and so was what it says")}; on its date {(isTrue ? "the server opened it" : "nothing came")}; {audit.Text}");
    }

    private static async Task MissedAsync(OwnHouse house, Story story, Auditor auditor, string tried, string means, Func<string, Task> suppressAsync)
    {
        var index = await house.Log.SizeAsync();
        var request = await SealAsync(house, new Demand("CN", "court-order") { Opens = house.Clock + Sealed });
        await suppressAsync(request);
        var isOpen = (await house.Log.EntriesAsync(index)).Any(entry => entry.Type == "request.opened");
        var watch = Story.Watch();
        var audit = await auditor.AuditAsync();
        var isNamed = audit.ExitCode == 1 && audit.Findings.Any(finding => finding.StartsWith("missed_opening", StringComparison.Ordinal) && finding.Contains(string.Create(CultureInfo.InvariantCulture, $"entry {index}"), StringComparison.Ordinal));
        story.Visible($"a sealed demand is to stay sealed: {tried}", means, !isOpen && isNamed, isNamed ? watch() : null,
            isNamed ? $"vigil audit: exit 1, it names entry {index}, the demand that nobody opened" : audit.Text);
    }

    private static async Task<string> SealAsync(OwnHouse house, Demand demand)
    {
        var recorded = await demand.RecordAsync(house);
        await house.LookAsync();
        return recorded.Status == 201 ? recorded.Body.GetProperty("request").GetString()! : throw new InvalidOperationException($"a demand that the law lets seal was refused: {recorded.Text}");
    }
}
