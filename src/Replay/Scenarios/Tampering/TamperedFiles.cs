// SPDX-License-Identifier: Apache-2.0
using Vigil.Replay.Stage;
using Vigil.Replay.Telling;

namespace Vigil.Replay.Scenarios.Tampering;

/// <summary>One bit of each file of the log, turned over.</summary>
internal static class TamperedFiles
{
    public static async Task PlayAsync(OwnHouse house, Auditor auditor, Story story)
    {
        var log = Path.Combine(house.Data, "log");
        using var copy = new Backup(log);
        var (turned, unnoticed, slowest) = (0, new List<string>(), TimeSpan.Zero);
        foreach (var file in Directory.EnumerateFiles(copy.Folder, "*", SearchOption.AllDirectories).Where(IsServed))
        {
            var watch = Story.Watch();
            var audit = await AuditTurnedAsync(auditor, copy, file);
            turned++;
            if (audit.ExitCode != 1) { unnoticed.Add(Path.GetRelativePath(copy.Folder, file)); }
            slowest = watch() > slowest ? watch() : slowest;
        }
        story.Visible($"turns over one bit of a file of the log: each of {turned} files in turn", "root on the server", unnoticed.Count == 0, slowest,
            unnoticed.Count == 0 ? "vigil audit refuses every one, and names the file" : $"nobody notices it in {string.Join(", ", unnoticed)}");

        var restored = await auditor.AuditCopyAsync(copy.Folder);
        story.Blocked("puts everything back (the control)", "root on the server", restored.IsGood, restored.Text);
    }

    private static async Task<Audit> AuditTurnedAsync(Auditor auditor, Backup copy, string file)
    {
        var bytes = await File.ReadAllBytesAsync(file);
        var turned = (byte[])bytes.Clone();
        turned[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(file, turned);
        var audit = await auditor.AuditCopyAsync(copy.Folder);
        await File.WriteAllBytesAsync(file, bytes);
        return audit;
    }

    /// <summary>What an auditor reads; beside it lie the vkey and the policy, which say nothing to who was given the key.</summary>
    private static bool IsServed(string file) => Path.GetFileName(file) == "checkpoint" || file.Contains($"{Path.DirectorySeparatorChar}tile{Path.DirectorySeparatorChar}", StringComparison.Ordinal);
}
