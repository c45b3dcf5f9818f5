// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Vigil.Cli.Auditing;
using Vigil.Tlog.Entries;

namespace Vigil.Cli.Monitoring;

/// <summary>Audits in rounds. A round that fails says so and is followed by the next: only being stopped ends it.</summary>
internal sealed class MonitorLoop(MonitorSettings settings, TimeProvider time, TextWriter output, TextWriter errors)
{
    private ulong? _size;

    /// <summary>Entries for the feed: those of the last good round.</summary>
    private Verdict? _lastGood;

    public async Task<int> RunAsync(CancellationToken stop)
    {
        var exitCode = ExitCode.Failed;
        try
        {
            while (true)
            {
                var verdict = await AuditAsync(stop);
                exitCode = verdict.ExitCode;
                Say(verdict);
                WriteFeed(verdict);
                if (settings.Alarm is { } command && verdict.Judgement != Judgement.Good) { await RingAsync(command, verdict, stop); }
                await Task.Delay(settings.Every, time, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested) { return exitCode; }
    }

    /// <summary>
    /// One round. Whoever is watched must not be able to silence the watch: a server that answers for ever, or that finds a fault in this
    /// program, gets a verdict that rings.
    /// </summary>
    private async Task<Verdict> AuditAsync(CancellationToken stop)
    {
        using var deadline = new CancellationTokenSource(settings.Audit.MaxAge, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, deadline.Token);
        try { return await new AuditRun(settings.Audit, time, Progress.None).RunAsync(either.Token); }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // By then a verdict would rest on a checkpoint that is too old.
            return Unchecked($"no whole audit within {Duration.InWords(settings.Audit.MaxAge)}");
        }
        catch (Exception e) when (e is not OperationCanceledException) { return Unchecked($"a fault in this program: {e}"); }

        Verdict Unchecked(string problem) => new(Judgement.Unchecked, settings.Audit.Target, time.GetUtcNow()) { Problem = problem };
    }

    private void Say(Verdict verdict)
    {
        if (settings.Json) { output.WriteLine(VerdictJson.Of(verdict)); }
        else if (verdict.Judgement == Judgement.Good) { output.WriteLine(GoodLine(verdict)); }
        else { output.Write($"{EntryTime.ToText(verdict.Time)} {VerdictText.Of(verdict)}"); }
        output.Flush();
    }

    private string GoodLine(Verdict verdict)
    {
        var size = verdict.Report!.Entries;
        var more = _size is { } before ? string.Create(CultureInfo.InvariantCulture, $", {size - before} new") : "";
        _size = size;
        return string.Create(CultureInfo.InvariantCulture, $"{EntryTime.ToText(verdict.Time)} good: {size} entries{more}");
    }

    private void WriteFeed(Verdict verdict)
    {
        if (settings.Feed is not { } path) { return; }
        if (verdict.Judgement == Judgement.Good) { _lastGood = verdict; }
        // A log that cannot be reached changes nothing for its readers.
        else if (verdict.Judgement == Judgement.Unchecked) { return; }
        try { AtomFeed.Write(path, verdict, _lastGood); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            errors.WriteLine($"the feed {path} cannot be written: {e.Message}");
        }
    }

    private async Task RingAsync(string command, Verdict verdict, CancellationToken stop)
    {
        if (await Alarm.RunAsync(command, VerdictJson.Of(verdict) + "\n", time, stop) is { } problem) { errors.WriteLine(problem); }
    }
}
