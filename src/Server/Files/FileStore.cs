// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;

namespace Vigil.Server.Files;

/// <summary>Which room is left for files, and whose it is.</summary>
internal enum NoRoom { File, Meeting, Server, Disk }

/// <summary>
/// The files of all meetings: sealed pieces below one folder, under random names. What is known of them is in memory only, so
/// a start finds nothing that anybody could open and empties the folder.
/// </summary>
internal sealed class FileStore
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly ConcurrentDictionary<FileId, SharedFile> _files = [];
    private readonly Lock _gate = new();
    private readonly string _folder;
    private readonly FileLimits _limits;
    private readonly Func<long> _freeDisk;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private long _reserved;

    private FileStore(string folder, FileLimits limits, Func<long> freeDisk, TimeProvider time, ILogger logger) =>
        (_folder, _limits, _freeDisk, _time, _logger) = (folder, limits, freeDisk, time, logger);

    /// <summary>Opens an empty one; what an earlier process left is deleted.</summary>
    public static FileStore Open(string folder, FileLimits limits, TimeProvider time, ILogger<FileStore> logger, Func<long>? freeDisk = null)
    {
        var full = Path.GetFullPath(folder);
        if (Directory.Exists(full)) { Directory.Delete(full, recursive: true); }
        Directory.CreateDirectory(full, OwnerOnly);
        return new FileStore(full, limits, freeDisk ?? (() => new DriveInfo(full).AvailableFreeSpace), time, logger);
    }

    public long FreeDisk => _freeDisk();

    public SharedFile? Find(FileId id) => _files.GetValueOrDefault(id);

    /// <summary>Room for a file, or whose room is used up.</summary>
    public NoRoom? TryCreate(PieceLayout layout, FileId id, FileToken read, FileToken write)
    {
        if (layout.Bytes - ((long)layout.Pieces * PieceLayout.Tag) > FileLimits.LargestFile) { return NoRoom.File; }
        lock (_gate)
        {
            if (_reserved + layout.Bytes > _limits.Server) { return NoRoom.Server; }
            if (_freeDisk() - _files.Values.Sum(file => file.Outstanding) - layout.Bytes < FileLimits.SpareDisk) { return NoRoom.Disk; }
            var folder = Path.Combine(_folder, Convert.ToHexStringLower(id.Span));
            Directory.CreateDirectory(folder, OwnerOnly);
            _files[id] = new SharedFile(layout, read, write, folder, Delete, _time);
            _reserved += layout.Bytes;
            return null;
        }
    }

    /// <summary>The file is gone for everybody; who is just reading a piece reads it to its end.</summary>
    public void Drop(FileId id)
    {
        if (_files.TryRemove(id, out var file)) { file.Drop(); }
    }

    private void Delete(SharedFile file)
    {
        lock (_gate) { _reserved -= file.Layout.Bytes; }
        try { Directory.Delete(file.Folder, recursive: true); }
        // What stays is sealed under a key that the server never had, counts as used disk, and goes at the next start.
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { _logger.FileNotDeleted(e.GetType().Name); }
    }
}
