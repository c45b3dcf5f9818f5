// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Cli.Mirroring;

/// <summary>Writes files that are whole or not there: under another name first, in a folder that is emptied at each start.</summary>
internal sealed class AtomicFiles
{
    private readonly string _incoming;

    public AtomicFiles(string incoming)
    {
        _incoming = incoming;
        if (Directory.Exists(incoming)) { Directory.Delete(incoming, recursive: true); }
        Directory.CreateDirectory(incoming);
    }

    /// <param name="path">Its folder is made if need be.</param>
    /// <param name="bytes">The whole content.</param>
    /// <param name="durable">Survives a power cut too; for what cannot be fetched again.</param>
    public void Write(string path, ReadOnlySpan<byte> bytes, bool durable = false)
    {
        var temporary = Path.Combine(_incoming, Path.GetRandomFileName());
        using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            file.Write(bytes);
            if (durable) { file.Flush(flushToDisk: true); }
        }
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Move(temporary, path, overwrite: true);
    }
}
