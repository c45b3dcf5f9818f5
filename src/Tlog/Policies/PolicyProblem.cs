// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Tlog.Policies;

/// <summary>Why a policy file was refused.</summary>
public enum PolicyProblem
{
    None = 0,
    TooLong,
    ControlCharacter,
    UnknownKeyword,
    WrongNumberOfItems,
    BadVerifierKey,

    /// <summary>A log with a witness's type of key, or the other way round.</summary>
    WrongKeyType,

    /// <summary>The same public key again, whatever its name.</summary>
    DuplicateKey,
    DuplicateName,

    /// <summary><c>none</c> is not a name to give or to list.</summary>
    ReservedName,

    /// <summary>Not defined on an earlier line.</summary>
    UnknownName,

    /// <summary>A name that is a member already, of this group or another.</summary>
    MemberTwice,
    BadThreshold,
    SecondQuorum,
    NoQuorum,
    TooManyLogs,
    TooManyWitnesses,
    TooManyGroups,
}
