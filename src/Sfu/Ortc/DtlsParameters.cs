// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Sfu.Ortc;

/// <summary>One side's DTLS role and the fingerprints of its certificate.</summary>
public sealed record DtlsParameters(string? Role, IReadOnlyList<DtlsFingerprint> Fingerprints);

/// <summary>A certificate's hash in SDP's spelling, RFC 8122 section 5: <c>sha-256</c> and <c>AB:CD:…</c>.</summary>
public sealed record DtlsFingerprint(string Algorithm, string Value);
