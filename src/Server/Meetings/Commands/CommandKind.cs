// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Server.Meetings.Commands;

/// <summary>docs/protocol/meeting.md section 9; from 128 on a command does not become part of the chain.</summary>
internal enum CommandKind : byte { Role = 1, Remove = 2, Settings = 3, End = 4, Succeed = 5, Ask = 128 }

internal enum MeetingRole : byte { Host = 1, CoHost = 2, Speaker = 3, Listener = 4 }

internal enum Joining : byte { Open = 0, Paused = 1, Locked = 2 }

/// <summary>What somebody is asked to turn off. There is no command to turn anything on.</summary>
internal enum AskedOff : byte { Microphone = 1, Camera = 2, Screen = 3, Hand = 4 }

/// <summary>What the chain says of the whole meeting.</summary>
internal sealed record MeetingSettings(bool Lobby, Joining Joining, MeetingRole DefaultRole, bool History)
{
    /// <summary>As every chain starts, but for the lobby, which the host's policy decides.</summary>
    public static MeetingSettings Initial(bool lobby) => new(lobby, Joining.Open, MeetingRole.Speaker, History: false);
}

/// <summary>Why a command changes nothing.</summary>
internal enum CommandProblem
{
    None = 0,

    /// <summary>Layout, or a value that the tables do not have.</summary>
    Malformed,

    /// <summary>Also of another meeting or another group: those are signed, too.</summary>
    BadSignature,

    /// <summary>Another number or another previous command: somebody was first, or it is a replay.</summary>
    OutOfPlace,

    /// <summary>The issuer has no right to it by the chain up to there.</summary>
    NotAllowed,

    /// <summary>The meeting was ended.</summary>
    Ended,

    /// <summary>The chain is as long as one gets.</summary>
    Full,
}
