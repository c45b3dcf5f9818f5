// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Tlog.Notes;

/// <summary>Why a signed note was refused.</summary>
public enum NoteProblem
{
    None = 0,
    TooLong,
    NotUtf8,
    ControlCharacter,
    NotEndedByNewline,
    NoEmptyLine,
    NoSignature,
    TooManySignatures,
    NotASignatureLine,
    BadKeyName,
    BadSignatureEncoding,
    SignatureTooShort,

    /// <summary>A key that the verifier knows signed something else: the note is forged or damaged.</summary>
    KnownSignatureFails,

    /// <summary>The verifier's own list holds two keys of one name and id.</summary>
    AmbiguousKey,
    NoTrustedSignature,
}
