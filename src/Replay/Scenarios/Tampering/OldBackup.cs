// SPDX-License-Identifier: Apache-2.0
using Vigil.Replay.Stage;
using Vigil.Replay.Telling;
using Vigil.Server.Serving;

namespace Vigil.Replay.Scenarios.Tampering;

/// <summary>Takes the server back to an earlier day: with the second place of the log's last checkpoint as it is, and with everything.</summary>
internal static class OldBackup
{
    public static async Task PlayAsync(OwnHouse house, Backup old, Auditor auditor, Story story)
    {
        // Whoever looks today remembers today.
        var seen = await auditor.AuditAsync();
        await house.StopAsync();
        using var second = new Backup(Path.Combine(house.Data, "log-second"));

        Folders.Restore(old.Folder, house.Data);
        Folders.Restore(second.Folder, Path.Combine(house.Data, "log-second"));
        var refusal = await StartsAsync(house);
        story.Blocked("restores an old backup of the data, but for the second place of the last checkpoint", "root on the server", seen.IsGood && refusal is not null,
            refusal ?? "the server starts as if nothing had been");
        if (refusal is null) { return; }

        Folders.Restore(old.Folder, house.Data);
        await house.StartAsync();
        var watch = Story.Watch();
        var audit = await auditor.AuditAsync("--refetch");
        story.Visible("restores everything, the second place too", "root on the server and its other disk", audit.ExitCode == 1, audit.ExitCode == 1 ? watch() : null, audit.Text);
    }

    private static async Task<string?> StartsAsync(OwnHouse house)
    {
        try
        {
            await house.StartAsync();
            return null;
        }
        catch (StartException e)
        {
            return $"the server does not start: {e.Message.ReplaceLineEndings(" ")}";
        }
    }
}
