// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Orders.Reasons;

/// <summary>Every reason for which an entry, an approval or a log is refused (docs/protocol/orders.md). In logs and JSON in snake_case; never renamed.</summary>
public enum OrderReason
{
    None = 0,

    // Form of what an entry carries.
    GenesisIncomplete,
    FounderMissing,
    RosterMalformed,
    PolicyMalformed,
    BelowFloor,
    RosterTooNarrow,
    Backdated,
    ProposalMalformed,
    ProposalMismatch,
    DetailsMalformed,
    UnknownReason,

    // Assertions, in the order in which they are checked.
    UnknownCredential,
    BadClientData,
    WrongType,
    WrongChallenge,
    WrongOrigin,
    CrossOrigin,
    BadAuthenticatorData,
    WrongRpId,
    NotVerified,
    SyncedKey,
    BadSignature,

    // Proposals.
    NoRoster,
    WrongEntryType,
    WrongLog,
    StalePolicy,
    StaleRoster,
    UnknownProposal,
    AlreadyAuthorised,
    Premature,
    BadWindow,
    WindowTooLong,
    TermTooLong,
    QuietTooLong,
    GroundNotForAction,
    EvidenceTooWeak,
    UnknownRequest,
    RequesterMismatch,
    RequestSealed,
    NotACourtOrder,
    ForeignCourt,
    UnknownMember,
    SameHands,
    RecipientExposed,
    UnknownTarget,

    // Who approves.
    SamePerson,
    IsProposer,
    IsReporter,
    IsReviewer,
    IsRecipient,
    Exposed,
    CoolingDown,
    DailyLimit,
    OnOrder,

    // All who approve.
    TooFewApprovals,
    TooFewJurisdictions,
    OneReportingLine,
    RoleMissing,
    RosterTooSmall,

    // Acts.
    UnknownOrder,
    NoOrder,
    WrongAct,
    PayloadMismatch,
    AlreadyUsed,
    Vetoed,
    Reversed,
    Expired,
    TooEarly,
    TooLate,
    Lapsed,
    NoNotice,
    NoticeTooLate,
    NotYours,
    EvidenceUnknown,
    EvidenceOfAnother,

    // What else is said.
    NotVetoable,
    NotExpired,
    NoticeNotDelayable,
    AlreadyAppealed,
    RecordedLate,
    FromTheFuture,
    NotSigned,
    SealTooLong,
    OpeningMismatch,
    OpenedLate,

    // What should have followed.
    MissedOpening,
    MissedStatement,
    NotReverted,
    AppealUnanswered,
    NoticeMissing,
}
