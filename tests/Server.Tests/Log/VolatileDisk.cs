// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Log.Files;

namespace Vigil.Server.Tests.Log;

/// <summary>
/// A disk in memory that loses power after so many steps. What a file holds is safe when written through; under which name it is
/// found is safe only when its folder was synced.
/// </summary>
internal sealed class VolatileDisk : IFileSystem
{
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, byte[]> _safeFiles = new(StringComparer.Ordinal);
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal) { "/" };
    private readonly HashSet<string> _safeFolders = new(StringComparer.Ordinal) { "/" };

    /// <summary>Steps until the power goes; what comes after fails.</summary>
    public int StepsLeft { get; set; } = int.MaxValue;

    public int StepsDone { get; private set; }

    /// <summary>What may be done together is done the other way round.</summary>
    public bool IsReversed { get; init; }

    /// <summary>The disk as it is found afterwards: with nothing but what is safe, or with all that was ever written, at the disk's choice.</summary>
    public VolatileDisk AfterPowerCut(bool keepsUnsynced)
    {
        var disk = new VolatileDisk { IsReversed = IsReversed };
        // A folder whose own name was lost takes its files with it.
        foreach (var folder in keepsUnsynced ? _folders : _safeFolders.Where(IsReachable)) { disk.Add(folder); }
        foreach (var (path, bytes) in keepsUnsynced ? _files : _safeFiles.Where(file => IsReachable(Path.GetDirectoryName(file.Key)!))) { disk.Add(path, bytes); }
        return disk;
    }

    public byte[]? ReadIfThere(string path) => _files.GetValueOrDefault(path);

    public void CreateFolder(string path, UnixFileMode mode)
    {
        Step(path);
        for (var folder = path; folder != "/"; folder = Path.GetDirectoryName(folder)!) { _folders.Add(folder); }
    }

    public void WriteThrough(string path, ReadOnlySpan<byte> bytes, UnixFileMode mode)
    {
        Step(path);
        Assert.Contains(Path.GetDirectoryName(path)!, _folders);
        _files[path] = bytes.ToArray();
    }

    public void Rename(string from, string to)
    {
        Step(to);
        _files[to] = _files[from];
        _files.Remove(from);
    }

    public void SyncFolder(string path)
    {
        Step(path);
        foreach (var folder in _folders.Where(folder => Path.GetDirectoryName(folder) == path)) { _safeFolders.Add(folder); }
        foreach (var gone in _safeFiles.Keys.Where(file => Path.GetDirectoryName(file) == path && !_files.ContainsKey(file)).ToList()) { _safeFiles.Remove(gone); }
        foreach (var (file, bytes) in _files.Where(file => Path.GetDirectoryName(file.Key) == path)) { _safeFiles[file] = bytes; }
    }

    public void Together<T>(IReadOnlyCollection<T> items, Action<T> step)
    {
        foreach (var item in IsReversed ? items.Reverse() : items) { step(item); }
    }

    public void DeleteFolder(string path)
    {
        Step(path);
        foreach (var file in _files.Keys.Where(file => file.StartsWith(path + "/", StringComparison.Ordinal)).ToList()) { _files.Remove(file); }
        _folders.Remove(path);
    }

    /// <summary>Folders that are there before the story begins.</summary>
    public void Add(string folder)
    {
        for (; folder != "/"; folder = Path.GetDirectoryName(folder)!)
        {
            _folders.Add(folder);
            _safeFolders.Add(folder);
        }
    }

    private void Add(string path, byte[] bytes) => _files[path] = _safeFiles[path] = bytes;

    private bool IsReachable(string folder)
    {
        for (; folder != "/"; folder = Path.GetDirectoryName(folder)!)
        {
            if (!_safeFolders.Contains(folder)) { return false; }
        }
        return true;
    }

    private void Step(string path)
    {
        if (StepsLeft == 0) { throw new IOException($"no power : '{path}'"); }
        StepsLeft--;
        StepsDone++;
    }
}
