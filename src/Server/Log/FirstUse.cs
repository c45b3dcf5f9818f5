// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Vigil.Server.Log.Cosigning;
using Vigil.Tlog.Notes;

namespace Vigil.Server.Log;

/// <summary>
/// What a reader believes once who knows nothing of this log yet: its key, and whom the operator asks to watch it
/// (docs/protocol/log.md, section 10).
/// </summary>
internal sealed class FirstUse
{
    private FirstUse(byte[] verifierKey, byte[] policy) => (VerifierKey, Policy) = (verifierKey, policy);

    public ReadOnlyMemory<byte> VerifierKey { get; }

    /// <summary>The operator's file word for word where it names this log; without a file, no witnesses.</summary>
    public ReadOnlyMemory<byte> Policy { get; }

    public static FirstUse Read(VerifierKey key, string? policyFile)
    {
        var own = Encoding.UTF8.GetBytes($"log {key}\n");
        return new FirstUse(Encoding.UTF8.GetBytes($"{key}\n"), policyFile is null ? [.. own, .. "quorum none\n"u8] : WithLog(own, key, policyFile));
    }

    /// <summary>An operator who writes down witnesses need not write down the log that they are for.</summary>
    private static byte[] WithLog(byte[] own, VerifierKey key, string policyFile)
    {
        var named = WitnessPolicy.Read(policyFile)!.Logs.Any(log => log.Key.ToString() == key.ToString());
        var bytes = File.ReadAllBytes(policyFile);
        return named ? bytes : [.. own, .. bytes];
    }
}
