// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Vigil.Tlog.Checkpoints;
using Vigil.Tlog.Notes;

namespace Vigil.Cli.Mirroring;

/// <summary>
/// Every checkpoint that this auditor ever saw the log sign, as it was served: a file for each tree, so a log that does not grow adds
/// none. This is the memory that a fork is caught by.
/// </summary>
internal sealed class SeenCheckpoints(string folder, AtomicFiles writer)
{
    public string Folder => folder;

    public IReadOnlyList<SeenCheckpoint> All()
    {
        if (!Directory.Exists(folder)) { return []; }
        var files = new FolderFiles(folder);
        return
        [
            .. Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)
                .Select(name => new SeenCheckpoint(Path.Combine(folder, name!), files.Read(name!, SignedNote.MaxBytes) ?? [])),
        ];
    }

    /// <summary>Kept before anything else happens: the next run must know it even if this one is killed.</summary>
    public void Remember(TreeHead head, ReadOnlySpan<byte> note)
    {
        // The whole root: of a shortened one a log could make two.
        var root = Convert.ToHexStringLower(head.Root.Bytes);
        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{head.Size:d20}-{root}"));
        if (!File.Exists(path)) { writer.Write(path, note, durable: true); }
    }
}

/// <summary>One remembered checkpoint and the file that it is in.</summary>
internal sealed record SeenCheckpoint(string File, ReadOnlyMemory<byte> Note)
{
    /// <summary>What it says, believed by nobody yet; null if it is no checkpoint.</summary>
    public Checkpoint? Checkpoint { get; } = Read(Note.Span);

    public static Checkpoint? Read(ReadOnlySpan<byte> bytes) =>
        SignedNote.TryParse(bytes, out var note, out _) && Tlog.Checkpoints.Checkpoint.TryParse(note!.Text.Span, out var checkpoint, out _)
            ? checkpoint
            : null;
}
