// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Server.Log;

internal enum AppendOutcome
{
    /// <summary>On the disk, and covered by a checkpoint that is on the disk.</summary>
    Appended,

    /// <summary>The same bytes under the same id were there already: the answer to a repetition.</summary>
    AlreadyThere,

    /// <summary>Other bytes stand in the log under this id.</summary>
    IdTaken,

    /// <summary>Nothing was recorded: too many entries wait. Try again later.</summary>
    QueueFull,

    /// <summary>
    /// The entry could not be made durable; the problem says why. Repeat it under the same id: it may have come so far that it will
    /// be in the log after all, and is never in it twice.
    /// </summary>
    NotDurable,

    /// <summary>The log is closing.</summary>
    Stopped,
}

/// <summary>What became of an entry.</summary>
internal readonly record struct AppendResult(AppendOutcome Outcome, ulong Index = 0, string? Problem = null)
{
    public bool IsInLog => Outcome is AppendOutcome.Appended or AppendOutcome.AlreadyThere;
}
