// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Vigil.Replay.Stage;
using Vigil.Replay.Telling;
using Vigil.Tlog.Entries;

namespace Vigil.Replay.Scenarios.Tampering;

/// <summary>
/// Another past, with every hash and signature right: root has the log's key. Who looked before sees that it is another; who never did sees that the founders
/// did not sign such staff or such rules; a witness takes neither.
/// </summary>
internal static class RewrittenLog
{
    public static async Task PlayAsync(Scene scene, OwnHouse house, Auditor auditor, Story story)
    {
        var entries = await house.Log.EntriesAsync();
        var truth = entries.Select(entry => entry.Bytes).ToList();
        await using var witness = await WitnessHouse.OpenAsync(house);
        var (took, said) = await witness.AddAsync(ForgedLog.Sign(house.Data, house.LogOrigin, truth).Checkpoint);
        story.Blocked("has a witness sign the true log (the control)", "root on the server", took, said);

        // Tamper.LeaveTracesAsync left an attempt to act alone as the last thing that happened.
        var attempt = Encoding.UTF8.GetString(truth[^1].Span);
        await KnownToWhoLookedAsync("puts another reason into the refused attempt, and signs anew", [.. truth.SkipLast(1), Change(attempt, "is_proposer", "same_person")]);
        await KnownToWhoLookedAsync("takes the refused attempt out, and signs the shorter log", [.. truth.SkipLast(1)]);

        await KnownToAnybodyAsync("makes the exposed member of staff an unexposed one, and signs anew", "\"citizenship\":[\"CN\"]", "\"citizenship\":[\"FR\"]");
        await KnownToAnybodyAsync("lowers the quorum for ending meetings to one, and signs anew", "\"meeting.end\":{\"approvals\":3", "\"meeting.end\":{\"approvals\":1");

        async Task KnownToWhoLookedAsync(string tried, IReadOnlyList<ReadOnlyMemory<byte>> forged)
        {
            var log = Write(house, forged, out var folder);
            using (folder)
            {
                var watch = Story.Watch();
                var audit = await auditor.AuditCopyAsync(folder.Folder);
                story.Visible(tried, "root on the server, the log's key", audit.ExitCode == 1, audit.ExitCode == 1 ? watch() : null, audit.Text);
            }
            var (isTaken, words) = await witness.AddAsync(log.Checkpoint);
            story.Blocked("asks the witness to sign that log", "root on the server, the log's key", !isTaken, words);
        }

        async Task KnownToAnybodyAsync(string tried, string from, string to)
        {
            _ = Write(house, [Change(Encoding.UTF8.GetString(truth[0].Span), from, to), .. truth.Skip(1)], out var folder);
            using (folder)
            {
                using var newcomer = await Auditor.OfAsync(house, scene.VigilAsync);
                var watch = Story.Watch();
                var audit = await newcomer.AuditCopyAsync(folder.Folder);
                story.Visible(tried + ", before anybody looked", "root on the server, the log's key", audit.ExitCode == 1, audit.ExitCode == 1 ? watch() : null, audit.Text);
            }
        }
    }

    private static ReadOnlyMemory<byte> Change(string entry, string from, string to) => entry.Contains(from, StringComparison.Ordinal)
        ? Encoding.UTF8.GetBytes(entry.Replace(from, to, StringComparison.Ordinal))
        : throw new InvalidOperationException($"the entry has no {from}: {entry}");

    private static ForgedLog Write(OwnHouse house, IReadOnlyList<ReadOnlyMemory<byte>> entries, out Backup folder)
    {
        var log = ForgedLog.Sign(house.Data, house.LogOrigin, entries);
        folder = new Backup(Path.Combine(house.Data, "log"));
        log.WriteOver(folder.Folder);
        return log;
    }
}
