// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Log;
using Vigil.Server.Log.Files;
using Vigil.Server.Log.Opening;
using Vigil.Server.Serving;
using Vigil.Tlog.Entries;
using Vigil.Tlog.Notes;

namespace Vigil.Server.Ceremonies;

/// <summary>What a data folder is before a ceremony.</summary>
public enum Ground
{
    /// <summary>Nothing has begun.</summary>
    Empty,

    /// <summary>A ceremony is under way.</summary>
    UnderWay,

    /// <summary>There is a log, and it has staff.</summary>
    HasStaff,

    /// <summary>There is a log, and it began without staff.</summary>
    HasNoStaff,
}

/// <summary>The data folder, as a ceremony sees it.</summary>
public static class CeremonyFolder
{
    public static Ground Look(ServeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var log = options.LogOptions;
        var (folder, state, second) = (Open(log.Folder), Open(log.StateFolder), Open(log.SecondFolder));
        var places = new SignedPlaces(state, second);
        if (places.AreEmpty && folder.ReadIfThere(Publisher.FileName) is null) { return IsUnderWay(options) ? Ground.UnderWay : Ground.Empty; }
        try { return HasStaff(places, folder, state) ? Ground.HasStaff : Ground.HasNoStaff; }
        catch (LogStoreException e) { throw new StartException(e.Message); }
    }

    /// <summary>Forgets a ceremony that is under way, with its keys, signatures and the name of its log. A log that has begun is not touched.</summary>
    public static void StartOver(ServeOptions options)
    {
        if (Look(options) != Ground.UnderWay) { return; }
        try
        {
            var folder = Of(options).Root;
            using (StoreLock.Take(folder)) { Directory.Delete(folder, recursive: true); }
            File.Delete(Path.Combine(options.LogOptions.StateFolder, LogConfig.FileName));
        }
        catch (Exception e) when (e is LogStoreException or IOException or UnauthorizedAccessException) { throw new StartException(e.Message); }
    }

    /// <summary>Why <c>vigil serve</c> must not begin a log here: it would have no staff for ever, while people are signing that it has.</summary>
    internal static void RefuseIfUnderWay(ServeOptions options)
    {
        if (IsUnderWay(options) && Look(options) == Ground.UnderWay) { throw new StartException($"a ceremony is under way in '{options.Data}': finish it with vigil init, or end it with vigil init --start-over"); }
    }

    internal static DurableFolder Of(ServeOptions options) => Open(Path.GetFullPath(Path.Combine(options.Data, CeremonyRecord.Folder)));

    internal static DurableFolder Open(string path) => new(new UnixFiles(), path, isPrivate: true);

    private static bool IsUnderWay(ServeOptions options) => Of(options).ReadIfThere(CeremonyRecord.FileName) is not null;

    private static bool HasStaff(SignedPlaces places, DurableFolder folder, DurableFolder state)
    {
        var path = state.PathOf(LogConfig.FileName);
        var config = LogConfig.Read(state.ReadIfThere(LogConfig.FileName) ?? throw new LogStoreException(path, "missing, though there is a log"), path);
        if (!VerifierKey.TryParse(config.LogKey, out var key, out _)) { throw new LogStoreException(path, "damaged: names no key"); }
        var tiles = GrowthCheck.Open(new FolderTiles(folder), places.Read(key!, folder)[0].Signed.Head);
        return tiles.TryReadEntry(0, out var bytes) && LogEntry.TryParse(bytes, out var genesis, out _) && genesis!.Body.TryGetProperty("roster", out _);
    }
}
