// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Server.Log.Files;

/// <summary>A file to write, by its path below the folder.</summary>
internal readonly record struct NewFile(string Name, ReadOnlyMemory<byte> Bytes);

/// <summary>Writes files below one folder so that a crash at any moment leaves each of them old or new, never half.</summary>
/// <remarks>
/// (1) folders                            <see cref="IFileSystem.CreateFolder"/>
/// (2) every file under another name      <see cref="IFileSystem.WriteThrough"/>    a full disk shows here: nothing is changed yet
/// (3) into place                         <see cref="IFileSystem.Rename"/>
/// (4) the names                          <see cref="IFileSystem.SyncFolder"/>      without it a power cut may undo (3)
/// </remarks>
internal sealed class DurableFolder(IFileSystem files, string root, bool isPrivate)
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Enter = UnixFileMode.UserExecute;
    private const UnixFileMode OthersEnter = UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly UnixFileMode _fileMode = isPrivate ? Owner : Owner | Others;
    private readonly UnixFileMode _folderMode = isPrivate ? Owner | Enter : Owner | Enter | Others | OthersEnter;

    /// <summary>Folders whose own name is on the disk. After a failure nothing new is believed.</summary>
    private readonly HashSet<string> _durable = new(StringComparer.Ordinal);

    public string Root => root;

    public string PathOf(string name) => Path.Combine(root, name);

    public byte[]? ReadIfThere(string name) => files.ReadIfThere(PathOf(name));

    public void Write(string name, ReadOnlyMemory<byte> bytes) => Write([new NewFile(name, bytes)]);

    public void Write(IReadOnlyList<NewFile> news) => WriteTogether(files, [.. news.Select(file => (this, file))]);

    /// <summary>Files of two folders: the disk is waited for as often as for one.</summary>
    public void WriteWith(DurableFolder other, NewFile file) => WriteTogether(files, [(this, file), (other, file)]);

    private static void WriteTogether(IFileSystem files, IReadOnlyList<(DurableFolder Folder, NewFile File)> news)
    {
        var created = new HashSet<string>(StringComparer.Ordinal);
        var changed = new HashSet<string>(StringComparer.Ordinal);
        // (1)
        foreach (var (folder, file) in news) { folder.Prepare(Path.GetDirectoryName(folder.PathOf(file.Name))!, created, changed); }
        // (2)
        files.Together(news, one => files.WriteThrough(one.Folder.Temporary(one.File), one.File.Bytes.Span, one.Folder._fileMode));
        // (3)
        foreach (var (folder, file) in news)
        {
            files.Rename(folder.Temporary(file), folder.PathOf(file.Name));
            changed.Add(Path.GetDirectoryName(folder.PathOf(file.Name))!);
        }
        // (4)
        files.Together(changed, files.SyncFolder);
        foreach (var (folder, _) in news) { folder._durable.UnionWith(created); }
    }

    /// <summary>Deletes a folder that nobody needs any more. Not durable: what comes back after a crash does no harm.</summary>
    public void Drop(string name)
    {
        _durable.Remove(PathOf(name));
        files.DeleteFolder(PathOf(name));
    }

    private string Temporary(in NewFile file) => PathOf(file.Name) + ".tmp";

    /// <summary>Also for a folder that is there: an earlier process may have died before its name was on the disk.</summary>
    private void Prepare(string folder, HashSet<string> created, HashSet<string> changed)
    {
        if (_durable.Contains(folder) || !created.Add(folder)) { return; }
        var parent = Path.GetDirectoryName(folder)!;
        if (!string.Equals(folder, root, StringComparison.Ordinal)) { Prepare(parent, created, changed); }
        files.CreateFolder(folder, _folderMode);
        changed.Add(parent);
    }
}
