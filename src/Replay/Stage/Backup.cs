// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Replay.Stage;

/// <summary>A copy of a folder as it is now, gone with the scene.</summary>
internal sealed class Backup : IDisposable
{
    private readonly DirectoryInfo copy = Directory.CreateTempSubdirectory("vigil-backup-");

    public Backup(string folder) => Folders.Copy(folder, copy.FullName);

    /// <summary>All that a server keeps.</summary>
    public Backup(OwnHouse house) : this(house.Data) { }

    public string Folder => copy.FullName;

    public void Dispose() => copy.Delete(recursive: true);
}
