// SPDX-License-Identifier: Apache-2.0
using Vigil.Tlog.Keys;
using Vigil.Tlog.Notes;

namespace Vigil.Server.Log.Witnessing;

/// <summary>The logs that this server is a witness for: a file with a vkey on each line; empty lines and those with # in front are skipped.</summary>
internal static class KnownLogs
{
    public static IReadOnlyList<VerifierKey> Read(string? file)
    {
        if (file is null) { return []; }
        try { return [.. Parse(File.ReadAllLines(file), file)]; }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { throw new LogStoreException(file, e.Message); }
    }

    private static IEnumerable<VerifierKey> Parse(string[] lines, string file)
    {
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0 || line.StartsWith('#')) { continue; }
            if (!VerifierKey.TryParse(line, out var key, out var problem)) { throw new LogStoreException(file, $"line {i + 1}: {problem}"); }
            if (key!.Algorithm != KeyAlgorithm.Ed25519) { throw new LogStoreException(file, $"line {i + 1}: not a log's key (type 0x01)"); }
            yield return key;
        }
    }
}
