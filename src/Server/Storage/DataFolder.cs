// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Server.Storage;

/// <summary>The folder that holds everything the server keeps. Nobody but its owner may look inside.</summary>
internal sealed class DataFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerOnlyFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private DataFolder(string path) => Path = path;

    public string Path { get; }

    public string DatabaseFile => System.IO.Path.Combine(Path, "vigil.db");

    /// <summary>Creates the folder or takes an existing one. One that others may read is closed to them; if that fails, it is refused.</summary>
    public static DataFolder Open(string path, out bool wasOpenToOthers)
    {
        wasOpenToOthers = false;
        try
        {
            var full = System.IO.Path.GetFullPath(path);
            Directory.CreateDirectory(full, OwnerOnly);
            if ((File.GetUnixFileMode(full) & ~OwnerOnly) != 0)
            {
                wasOpenToOthers = true;
                File.SetUnixFileMode(full, OwnerOnly);
            }
            return new DataFolder(full);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatabaseException($"the data folder '{path}' cannot be used by this account alone: {e.Message}");
        }
    }

    /// <summary>SQLite gives its own files (-wal, -shm) the mode of the database, so making that one first settles all three.</summary>
    public static void CreatePrivateFile(string path)
    {
        try
        {
            using var file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.ReadWrite,
                UnixCreateMode = OwnerOnlyFile,
            });
            File.SetUnixFileMode(path, OwnerOnlyFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatabaseException($"'{path}' cannot be written: {e.Message}");
        }
    }
}
