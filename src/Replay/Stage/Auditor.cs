// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Vigil.Tlog.Entries;

namespace Vigil.Replay.Stage;

/// <summary>
/// Somebody outside with <c>vigil audit</c>, who got the log's key when the house was opened and remembers what was seen. Audits by today's clock: a house that is to be audited opens
/// early enough for its clock not to run ahead of it.
/// </summary>
internal sealed class Auditor : IDisposable
{
    private readonly DirectoryInfo memory = Directory.CreateTempSubdirectory("vigil-auditor-");
    private readonly Func<string[], Task<Printout>> vigil;
    private readonly string log;
    private readonly string key;

    private Auditor(Func<string[], Task<Printout>> vigil, string log, string key) => (this.vigil, this.log, this.key) = (vigil, log, key);

    public static async Task<Auditor> OfAsync(House house, Func<string[], Task<Printout>> vigil)
    {
        var genesis = (await house.Log.EntriesAsync()).First(entry => entry.Type == EntryTypes.Genesis);
        return new(vigil, $"{house.Url}/log", genesis.Body.GetProperty("log_key").GetString()!);
    }

    /// <summary>What <c>vigil audit --json</c> says with these further arguments.</summary>
    public async Task<Audit> AuditAsync(params string[] more)
    {
        var printed = await vigil(["audit", log, "--vkey", key, "--state", memory.FullName, "--json", .. more]);
        return Read(printed);
    }

    /// <summary>The same of a copy of the log's files. What is remembered stays as it was, whatever this copy says.</summary>
    public async Task<Audit> AuditCopyAsync(string folder)
    {
        var copied = Directory.CreateTempSubdirectory("vigil-auditor-");
        try
        {
            Folders.Copy(memory.FullName, copied.FullName);
            var printed = await vigil(["audit", folder, "--vkey", key, "--state", copied.FullName, "--refetch", "--json"]);
            return Read(printed);
        }
        finally { copied.Delete(recursive: true); }
    }

    private static Audit Read(Printout printed) => printed.Text.Length > 0
        ? new(printed.ExitCode, JsonElement.Parse(printed.Text.Trim()))
        : throw new InvalidOperationException($"vigil audit could not check: {printed.Complaints.Trim()}");

    public void Dispose() => memory.Delete(recursive: true);
}

/// <summary>What an audit came to.</summary>
internal sealed record Audit(int ExitCode, JsonElement Verdict)
{
    public bool IsGood => ExitCode == 0;

    /// <summary>Each finding's rule or code, with its reason in words.</summary>
    public IReadOnlyList<string> Findings =>
    [
        .. Verdict.GetProperty("findings").EnumerateArray().Select(finding =>
            $"{(finding.TryGetProperty("rule", out var rule) ? rule : finding.GetProperty("code")).GetString()}: {finding.GetProperty("reason").GetString()}"),
    ];

    /// <summary>In one line: the first finding stands for those that follow from it.</summary>
    public string Text => $"vigil audit: exit {ExitCode}, {(Findings.Count == 0 ? "no finding" : Findings[0] + (Findings.Count == 1 ? "" : $" (and {Findings.Count - 1} more)"))}";
}
