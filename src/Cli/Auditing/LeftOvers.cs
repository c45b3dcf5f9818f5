// SPDX-License-Identifier: Apache-2.0
using Vigil.Cli.Mirroring;
using Vigil.Tlog.Audit;
using Vigil.Tlog.Checkpoints;
using Vigil.Tlog.Tiles;

namespace Vigil.Cli.Auditing;

/// <summary>
/// The tiles in a folder that today's tree does not need: narrower ones from when the log was smaller. They are still served, so they
/// must be beginnings of today's tiles.
/// </summary>
internal sealed class LeftOvers
{
    private readonly List<string> _agreeing = [];
    private readonly List<AuditFinding> _findings = [];

    /// <summary>Files that are the beginning of a tile of this tree.</summary>
    public IReadOnlyList<string> Agreeing => _agreeing;

    public IReadOnlyList<AuditFinding> Findings => _findings;

    /// <summary>Tiles beyond the checkpoint, as a server writes them before it signs. Nothing can be said of them yet.</summary>
    public int Ahead { get; private set; }

    /// <summary>Files in the folder that are no tiles.</summary>
    public int Foreign { get; private set; }

    public static LeftOvers Check(FolderFiles files, TreeHead head)
    {
        var found = new LeftOvers();
        var folder = Path.Combine(files.Folder, "tile");
        // Without authentic tiles there is nothing to compare with; the audit has said so already.
        if (!Directory.Exists(folder) || !AuthenticatedTiles.TryOpen(files, head, out var tiles, out _)) { return found; }
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)) { found.CheckOne(file, files, tiles!); }
        return found;
    }

    private void CheckOne(string file, FolderFiles files, AuthenticatedTiles tiles)
    {
        var name = Path.GetRelativePath(files.Folder, file).Replace(Path.DirectorySeparatorChar, '/');
        if (!TilePath.TryParse(name, out var path)) { Foreign++; return; }
        var width = TileLayout.WidthOf(tiles.Head.Size, path.Level, path.Index);
        // Of that width it belongs to the tree, and the audit read it.
        if (path.Width == width) { return; }
        if (path.Width > width) { Ahead++; return; }
        if (!files.TryRead(path, out var bytes)) { return; }
        if (tiles.TryCheck(path, bytes)) { _agreeing.Add(file); return; }
        // The tile that it is compared with may be the broken one: then the audit names it too.
        var reason = $"{path}: an earlier, narrower tile that does not agree: {tiles.Failure}";
        _findings.Add(new AuditFinding(AuditCode.TileDamaged, reason) { Tile = path });
    }
}
