// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Tlog.Notes;

/// <summary>A signature that holds; <paramref name="Time"/> (POSIX seconds) is what a cosigner stated, null for a plain signature.</summary>
public sealed record VerifiedSignature(VerifierKey Key, ulong? Time);
