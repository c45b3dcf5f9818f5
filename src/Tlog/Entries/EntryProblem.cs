// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Tlog.Entries;

/// <summary>Why bytes are not an entry.</summary>
public enum EntryProblem
{
    None = 0,
    TooLong,

    /// <summary>Not one JSON value in UTF-8, nested too deeply, or with a member twice.</summary>
    NotJson,
    NotAnObject,
    UnsupportedVersion,
    MissingMember,

    /// <summary>A member that entries of a known type do not have: nothing rides along unseen.</summary>
    UnknownMember,
    BadMember,
}

/// <summary>What is wrong, and with which member ("" for the entry as a whole).</summary>
public readonly record struct EntryFailure(EntryProblem Problem, string Member)
{
    public override string ToString() => string.IsNullOrEmpty(Member) ? Problem.ToString() : $"{Problem}: {Member}";
}
