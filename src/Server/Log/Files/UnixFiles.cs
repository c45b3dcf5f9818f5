// SPDX-License-Identifier: Apache-2.0
using System.Runtime.ExceptionServices;

namespace Vigil.Server.Log.Files;

/// <summary>The real file system.</summary>
internal sealed class UnixFiles : IFileSystem
{
    /// <summary>Beyond this a journalling file system gains nothing more.</summary>
    private static readonly ParallelOptions AtOnce = new() { MaxDegreeOfParallelism = 8 };

    public byte[]? ReadIfThere(string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            var bytes = new byte[RandomAccess.GetLength(file)];
            for (var at = 0; at < bytes.Length;)
            {
                var read = RandomAccess.Read(file, bytes.AsSpan(at), at);
                // Shorter than it was a moment ago: whoever reads it finds out by its content.
                if (read == 0) { return bytes[..at]; }
                at += read;
            }
            return bytes;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException) { return null; }
    }

    public void CreateFolder(string path, UnixFileMode mode) => Directory.CreateDirectory(path, mode);

    public void WriteThrough(string path, ReadOnlySpan<byte> bytes, UnixFileMode mode)
    {
        using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            BufferSize = 0,
            UnixCreateMode = mode,
        });
        file.Write(bytes);
        file.Flush(flushToDisk: true);
    }

    public void Rename(string from, string to) => File.Move(from, to, overwrite: true);

    public void SyncFolder(string path) => FolderSync.Sync(path);

    public void Together<T>(IReadOnlyCollection<T> items, Action<T> step)
    {
        try { Parallel.ForEach(items, AtOnce, step); }
        catch (AggregateException e) { ExceptionDispatchInfo.Throw(e.InnerExceptions[0]); }
    }

    public void DeleteFolder(string path)
    {
        try { Directory.Delete(path, recursive: true); }
        catch (DirectoryNotFoundException) { }
    }
}
