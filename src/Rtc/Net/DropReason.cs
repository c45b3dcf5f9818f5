// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Rtc.Net;

/// <summary>Why a packet went no further. Expected events on an open port: counted by name, never thrown, never logged one by one.</summary>
public enum DropReason
{
    /// <summary>Not dropped.</summary>
    None = 0,

    // Any datagram.
    TooShort,
    TooLong,
    UnknownKind,
    UnknownAddress,
    NoTransport,
    NotConnected,

    // STUN.
    NotStun,
    NotBindingRequest,
    MissingStunAttribute,
    BadStunUsername,
    BadStunIntegrity,
    BadStunFingerprint,
    UnknownStunAttribute,
    IceRoleConflict,

    // DTLS.
    NotDtls,
    HandshakeQueueFull,
    HandshakeFailed,
    WrongFingerprint,

    // SRTP and SRTCP.
    NotRtp,
    NotRtcp,
    BadAuthTag,
    Replayed,
    TooOld,
    NotEncrypted,
    SsrcTableFull,
    KeyExhausted,

    // The forwarding path.
    NoSsrc,
    NoProducer,
    ProducerPaused,
    PaddingOnly,
    UnknownPayloadType,
    ConsumerPaused,
    WaitingForKeyFrame,
    LayerNotForwarded,
    SlabFull,
    NotInCache,
    ProtectFailed,
    SendFailed,
    SendQueueFull,
    MalformedRtcp,
    RateLimited,
    ShuttingDown,

    /// <summary>How many reasons there are; not a reason.</summary>
    Count,
}
