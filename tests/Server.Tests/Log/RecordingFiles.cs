// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using Vigil.Server.Log.Files;
using Vigil.Tlog.Keys;

namespace Vigil.Server.Tests.Log;

/// <summary>The real disk, with a record of what was done in which order, and with faults on demand.</summary>
internal sealed class RecordingFiles : IFileSystem
{
    private readonly UnixFiles _disk = new();

    public ConcurrentQueue<(string What, string Path)> Steps { get; } = [];

    /// <summary>What happens instead of a step that changes something; null lets it pass.</summary>
    public Func<string, string, Exception?>? Fault { get; set; }

    public int Reads;

    public byte[]? ReadIfThere(string path)
    {
        Interlocked.Increment(ref Reads);
        return _disk.ReadIfThere(path);
    }

    public void CreateFolder(string path, UnixFileMode mode)
    {
        Note("folder", path);
        _disk.CreateFolder(path, mode);
    }

    public void WriteThrough(string path, ReadOnlySpan<byte> bytes, UnixFileMode mode)
    {
        Note("write", path);
        _disk.WriteThrough(path, bytes, mode);
    }

    public void Rename(string from, string to)
    {
        Note("rename", to);
        _disk.Rename(from, to);
    }

    public void SyncFolder(string path)
    {
        Note("sync", path);
        _disk.SyncFolder(path);
    }

    public void Together<T>(IReadOnlyCollection<T> items, Action<T> step)
    {
        foreach (var item in items) { step(item); }
    }

    public void DeleteFolder(string path)
    {
        Note("delete", path);
        _disk.DeleteFolder(path);
    }

    public ISigner Wrap(ISigner signer) => new RecordingSigner(signer, this);

    private void Note(string what, string path)
    {
        if (Fault?.Invoke(what, path) is { } fault) { throw fault; }
        Steps.Enqueue((what, path));
    }

    private sealed class RecordingSigner(ISigner signer, RecordingFiles record) : ISigner
    {
        public ReadOnlyMemory<byte> PublicKey => signer.PublicKey;

        public byte[] Sign(ReadOnlySpan<byte> message)
        {
            record.Note("sign", System.Text.Encoding.UTF8.GetString(message));
            return signer.Sign(message);
        }
    }
}
