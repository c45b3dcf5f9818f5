// SPDX-License-Identifier: Apache-2.0
using Vigil.Tlog.Entries;

namespace Vigil.Replay.Stage;

/// <summary>What an <c>action.refused</c> of the public log tells whoever reads it.</summary>
internal static class LoggedAttempt
{
    /// <summary>Whether it says that this member tried, and that this was in the way.</summary>
    public static bool Says(LogEntry entry, string reason, string member) =>
        entry.Type == EntryTypes.ActionRefused
        && entry.Body.GetProperty("reasons").EnumerateArray().Any(said => said.GetString() == reason)
        && entry.Body.TryGetProperty("desk", out var desk) && desk.GetString() == member;
}
