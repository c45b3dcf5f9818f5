// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Tlog.Notes;

/// <summary>Why a vkey was refused.</summary>
public enum VerifierKeyProblem
{
    None = 0,
    NotThreeParts,
    BadName,
    BadKeyId,
    BadKeyEncoding,
    UnsupportedAlgorithm,
    WrongKeyLength,

    /// <summary>The id is not the one of this name and key.</summary>
    KeyIdMismatch,
}
