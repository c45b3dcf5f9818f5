// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Log.Files;
using Vigil.Tlog.Notes;

namespace Vigil.Server.Log;

/// <summary>
/// The last signed checkpoint, in two places, so that a log folder restored from a backup does not pass for the log. A checkpoint
/// that is in neither was shown to nobody.
/// </summary>
internal sealed class SignedPlaces(DurableFolder first, DurableFolder second)
{
    public const string FileName = "signed";

    public string First => first.PathOf(FileName);

    public string Second => second.PathOf(FileName);

    /// <summary>
    /// Both places at once, so that whoever waits for the answer waits for the disk twice and not four times. A power cut may leave either
    /// of them the newer one: the start takes the newest, and nobody was told. Only of a log that has never signed the second place comes
    /// first: whoever finds the first one alone knows that the second was taken away.
    /// </summary>
    public void Store(SignedNote note)
    {
        var bytes = note.ToBytes();
        if (second.ReadIfThere(FileName) is null) { second.Write(FileName, bytes); }
        second.WriteWith(first, new NewFile(FileName, bytes));
    }

    public bool AreEmpty => first.ReadIfThere(FileName) is null && second.ReadIfThere(FileName) is null;

    /// <summary>All that is there, with the checkpoint that the world was shown; newest first.</summary>
    public IReadOnlyList<(SignedHead Signed, string File)> Read(VerifierKey key, DurableFolder published)
    {
        var found = new List<(SignedHead Signed, string File)>();
        var inFirst = Take(found, first, FileName, key);
        var inSecond = Take(found, second, FileName, key);
        var isPublished = Take(found, published, Publisher.FileName, key);
        // A crash during the very first batch leaves the second place alone; every other gap was made by hand.
        if (inFirst && !inSecond) { throw Missing(Second, First); }
        if (isPublished && !inFirst) { throw Missing(First, published.PathOf(Publisher.FileName)); }
        return [.. found.OrderByDescending(one => one.Signed.Head.Size)];
    }

    private static bool Take(List<(SignedHead, string)> found, DurableFolder folder, string name, VerifierKey key)
    {
        if (folder.ReadIfThere(name) is not { } bytes) { return false; }
        found.Add((SignedHead.Read(bytes, key, folder.PathOf(name)), folder.PathOf(name)));
        return true;
    }

    private static LogStoreException Missing(string file, string other) => new(
        file, $"missing, though '{other}' is there: without it nobody can tell whether the log was rolled back. If it was not, copy that file here");
}
