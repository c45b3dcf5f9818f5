// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Vigil.Cli.Mirroring;
using Vigil.Tlog.Keys;
using Vigil.Tlog.Notes;
using Vigil.Tlog.Policies;

namespace Vigil.Cli.Auditing;

/// <summary>
/// Which keys to believe: a policy file, the log's key alone, or what was used the last time. Never the log's own word: whoever forges
/// a log also forges what it says of its keys.
/// </summary>
internal static class PolicyChoice
{
    private const int MaxBytes = 256 * 1024;

    private const string NothingGiven =
        "whose signatures count? Give --policy FILE, or --vkey KEY with the log's key. Both come from the operator by another way than "
        + "the log itself: the documentation, an invitation, a release, somebody who audits it already. The next audit remembers.";

    public static LogPolicy Load(AuditSettings settings, StateFolder state)
    {
        if (settings.PolicyFile is not null && settings.VerifierKeys.Count > 0)
        {
            throw new CannotCheckException("--policy and --vkey exclude each other: a key can stand in the policy file");
        }
        var source = settings.PolicyFile ?? state.Policy;
        var bytes = settings.VerifierKeys.Count > 0
            ? FromKeys(settings.VerifierKeys)
            : Read(source, isGiven: settings.PolicyFile is not null);
        if (!LogPolicy.TryParse(bytes, out var policy, out var failure))
        {
            var where = failure.Line > 0 ? $" in line {failure.Line}" : "";
            throw new CannotCheckException($"{source}: not a policy: {failure.Problem}{where}");
        }
        if (policy!.Logs.Count == 0) { throw new CannotCheckException($"{source}: the policy names no log, so it would accept none"); }
        if (!File.Exists(state.Policy) || !File.ReadAllBytes(state.Policy).AsSpan().SequenceEqual(bytes))
        {
            state.Writer.Write(state.Policy, bytes, durable: true);
        }
        return policy;
    }

    private static byte[] Read(string path, bool isGiven)
    {
        if (!isGiven && !File.Exists(path)) { throw new CannotCheckException(NothingGiven); }
        var full = Path.GetFullPath(path);
        var bytes = new FolderFiles(Path.GetDirectoryName(full)!).Read(Path.GetFileName(full), MaxBytes);
        return bytes ?? throw new CannotCheckException($"there is no policy file {full}");
    }

    private static byte[] FromKeys(IReadOnlyList<string> keys)
    {
        var policy = new StringBuilder();
        foreach (var text in keys)
        {
            if (!VerifierKey.TryParse(text, out var key, out var problem))
            {
                throw new CannotCheckException($"--vkey {text}: not a key: {problem}");
            }
            if (key!.Algorithm != KeyAlgorithm.Ed25519)
            {
                throw new CannotCheckException($"--vkey {text}: a witness's key; this option takes the log's");
            }
            policy.Append("log ").Append(text).Append('\n');
        }
        return Encoding.UTF8.GetBytes(policy.Append("quorum none\n").ToString());
    }
}
