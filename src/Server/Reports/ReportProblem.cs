// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Server.Reports;

/// <summary>Why a report proves nothing; the words are <c>POST /api/reports</c>'s codes (docs/protocol/signalling.md section 1).</summary>
internal enum ReportProblem
{
    None = 0,

    /// <summary>Not a report of this version, or over its limits; or a content that is no message.</summary>
    Malformed,

    /// <summary>The meeting's id does not commit to its host key, or the host did not sign the meeting.</summary>
    BadMeeting,

    /// <summary>Participant and leaf key are not bound to that host, or the commands that say so are not a chain.</summary>
    BadAdmission,

    /// <summary>The commitment holds another message.</summary>
    BadOpening,

    /// <summary>The sender did not sign the commitment.</summary>
    BadSignature,

    /// <summary>The stamp is for another message, or not this server's.</summary>
    BadStamp,

    /// <summary>The stamp's franking key was destroyed: nobody can check the tag any more.</summary>
    StampKeyGone,
}

internal static class ReportProblemWords
{
    public static string Code(this ReportProblem problem) => problem switch
    {
        ReportProblem.Malformed => "malformed",
        ReportProblem.BadMeeting => "bad_meeting",
        ReportProblem.BadAdmission => "bad_admission",
        ReportProblem.BadOpening => "bad_opening",
        ReportProblem.BadSignature => "bad_signature",
        ReportProblem.BadStamp => "bad_stamp",
        ReportProblem.StampKeyGone => "stamp_key_gone",
        _ => "good",
    };

    public static string Words(this ReportProblem problem) => problem switch
    {
        ReportProblem.Malformed => "this is not a report of version 1, or a message in it is none",
        ReportProblem.BadMeeting => "the meeting's id does not fit its host key, or its host did not sign it",
        ReportProblem.BadAdmission => "the sender's keys are not bound to the meeting's host",
        ReportProblem.BadOpening => "the commitment holds another message than the one that is shown",
        ReportProblem.BadSignature => "the sender did not sign this message",
        ReportProblem.BadStamp => "the stamp is not this server's for this message",
        ReportProblem.StampKeyGone => "the message is too old: the key that could show its stamp to be ours was destroyed",
        _ => "every message was said by its sender in this meeting",
    };
}
