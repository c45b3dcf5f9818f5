// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using Vigil.Server.Log.Files;

namespace Vigil.Server.Reports;

/// <summary>Verified reports as files, for those who handle them; byte for byte what was posted. On the disk when <see cref="Add"/> returns.</summary>
internal sealed class ReportStore(DurableFolder folder)
{
    private const string Extension = ".json";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, StoredReport> _known = new(StringComparer.Ordinal);

    public ReportId Add(ReadOnlyMemory<byte> report)
    {
        var id = ReportId.Random();
        lock (_gate) { folder.Write($"{Convert.ToHexStringLower(id.Span)}{Extension}", report); }
        return id;
    }

    /// <summary>The newest first.</summary>
    public IReadOnlyList<StoredReport> Newest(int most)
    {
        lock (_gate) { return [.. Files().OrderByDescending(file => file.LastWriteTimeUtc).ThenBy(file => file.Name).Take(most).Select(Describe)]; }
    }

    /// <summary>Byte for byte what was posted; null for what is no report here.</summary>
    public byte[]? Find(string id)
    {
        if (id.Length != 2 * ReportId.Length || !id.All(char.IsAsciiHexDigitLower)) { return null; }
        lock (_gate) { return folder.ReadIfThere(id + Extension); }
    }

    /// <summary>The one that has this hash, in lower-case hex; null if none is here.</summary>
    public byte[]? FindBySha256(string sha256)
    {
        lock (_gate)
        {
            var file = Files().FirstOrDefault(file => Describe(file).Sha256 == sha256);
            // Hashed again: what is remembered of a file was true when it came, and somebody may have put another in its place.
            return file is not null && folder.ReadIfThere(file.Name) is { } bytes && Convert.ToHexStringLower(SHA256.HashData(bytes)) == sha256 ? bytes : null;
        }
    }

    /// <summary>Deletes what came before a time, but for what an order names as its evidence.</summary>
    public void Forget(DateTimeOffset before, IReadOnlySet<string> evidence)
    {
        lock (_gate)
        {
            foreach (var file in Files().Where(file => file.LastWriteTimeUtc < before.UtcDateTime && !evidence.Contains(Describe(file).Sha256)))
            {
                _known.Remove(file.Name);
                file.Delete();
            }
        }
    }

    private IEnumerable<FileInfo> Files() => Directory.Exists(folder.Root) ? new DirectoryInfo(folder.Root).EnumerateFiles("*" + Extension) : [];

    /// <summary>A stored report never changes, so it is hashed once.</summary>
    private StoredReport Describe(FileInfo file)
    {
        if (!_known.TryGetValue(file.Name, out var known))
        {
            var bytes = folder.ReadIfThere(file.Name) ?? [];
            _known[file.Name] = known = new StoredReport(file.Name[..^Extension.Length], Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes.Length);
        }
        return known;
    }
}

/// <summary>A report by what staff name it by: evidence is a hash.</summary>
internal sealed record StoredReport(string Id, string Sha256, long Length);
