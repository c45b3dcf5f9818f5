// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics.CodeAnalysis;

namespace Vigil.Sfu.Ortc;

/// <summary>Reads a client's DTLS parameters in <c>connect</c>.</summary>
public static class DtlsNegotiation
{
    private const int MaxFingerprints = 8;

    // In the order of preference; SHA-1 is not enough to tell who is at the other end.
    private static readonly (string Algorithm, int Bytes)[] Known = [("sha-512", 64), ("sha-384", 48), ("sha-256", 32)];

    /// <summary>The fingerprint with the strongest hash, which the client's certificate must then have.</summary>
    public static bool TryNegotiate(DtlsParameters fromClient, [NotNullWhen(true)] out DtlsFingerprint? result, out string problem)
    {
        result = null;
        // We always answer the handshake; a client that wants to answer too would wait for ever.
        problem = fromClient.Role is not (null or "auto" or "client") ? "dtlsParameters: role must be client"
            : fromClient.Fingerprints.Count is < 1 or > MaxFingerprints ? $"dtlsParameters: there must be 1 to {MaxFingerprints} fingerprints"
            : fromClient.Fingerprints.Any(f => f is null) ? "dtlsParameters: fingerprints: null"
            : "";
        if (problem.Length > 0) { return false; }

        foreach (var (algorithm, bytes) in Known)
        {
            var found = fromClient.Fingerprints.FirstOrDefault(f => f.Algorithm.Equals(algorithm, StringComparison.OrdinalIgnoreCase));
            if (found is null) { continue; }
            if (!IsHexPairs(found.Value, bytes)) { problem = "dtlsParameters: a fingerprint is not AA:BB:… of its hash's length"; return false; }
            result = new DtlsFingerprint(algorithm, found.Value.ToUpperInvariant());
            return true;
        }
        problem = "dtlsParameters: no fingerprint with sha-256, sha-384 or sha-512";
        return false;
    }

    private static bool IsHexPairs(string value, int bytes)
    {
        if (value.Length != bytes * 3 - 1) { return false; }
        for (var i = 0; i < value.Length; i++)
        {
            if (i % 3 == 2 ? value[i] != ':' : !char.IsAsciiHexDigit(value[i])) { return false; }
        }
        return true;
    }
}
