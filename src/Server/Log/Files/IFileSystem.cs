// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Server.Log.Files;

/// <summary>
/// The few operations on which the log's durability rests, so that a test can record their order and make any of them fail.
/// All of them throw <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.
/// </summary>
internal interface IFileSystem
{
    /// <summary>The whole file, or null if it is not there.</summary>
    public byte[]? ReadIfThere(string path);

    /// <summary>Creates one folder in a parent that exists; no error if it is there.</summary>
    public void CreateFolder(string path, UnixFileMode mode);

    /// <summary>Creates or empties a file, writes it, and returns when the bytes are on the disk (fsync).</summary>
    public void WriteThrough(string path, ReadOnlySpan<byte> bytes, UnixFileMode mode);

    /// <summary>Puts a file in the place of another in one step (rename(2)).</summary>
    public void Rename(string from, string to);

    /// <summary>Returns when the names in a folder are on the disk (fsync of the folder).</summary>
    public void SyncFolder(string path);

    /// <summary>Does something for each item, in any order or at once: the disk writes out together what waits together.</summary>
    public void Together<T>(IReadOnlyCollection<T> items, Action<T> step);

    /// <summary>Deletes a folder with what is in it; no error if it is not there.</summary>
    public void DeleteFolder(string path);
}
