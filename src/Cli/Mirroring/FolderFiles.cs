// SPDX-License-Identifier: Apache-2.0
using Vigil.Tlog.Tiles;

namespace Vigil.Cli.Mirroring;

/// <summary>A log's files in a folder: a mirror, or the server's own.</summary>
internal sealed class FolderFiles(string folder) : ITileSource
{
    public string Folder { get; } = folder;

    public bool TryRead(in TilePath path, out ReadOnlyMemory<byte> bytes)
    {
        var file = Read(path.ToString(), LimitOf(path));
        bytes = file;
        return file is not null;
    }

    /// <summary>As <see cref="ILogFiles.ReadAsync"/>.</summary>
    public byte[]? Read(string name, int limit)
    {
        var path = Path.Combine(Folder, name);
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[Math.Min(RandomAccess.GetLength(file), limit + 1L)];
            var length = 0;
            while (length < bytes.Length && RandomAccess.Read(file, bytes.AsSpan(length), length) is var read and > 0) { length += read; }
            return length == bytes.Length ? bytes : bytes[..length];
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException) { return null; }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CannotCheckException($"{path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The most that a file of this name can hold.</summary>
    public static int LimitOf(in TilePath path) => path.Kind == TileKind.Entries ? EntryBundle.MaxBytes : path.Width * HashLength;

    public const int HashLength = 32;
}
