// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Sfu;

/// <summary>Something the media plane did on its own, or as a consequence of a close.</summary>
public abstract record MediaEvent;

/// <summary>A transport ended by itself. What it carried has its own events, which come first.</summary>
public sealed record TransportClosed(string TransportId, TransportCloseReason Reason) : MediaEvent;

/// <summary>A producer ended because its transport did.</summary>
public sealed record ProducerClosed(string ProducerId) : MediaEvent;

/// <summary>A consumer ended because its producer or its transport did.</summary>
public sealed record ConsumerClosed(string ConsumerId) : MediaEvent;

/// <summary>Why a transport ended by itself.</summary>
public enum TransportCloseReason
{
    /// <summary>Never connected, or no sign of the peer's consent for 30 s (RFC 7675).</summary>
    Ice,

    /// <summary>The handshake failed, the peer's certificate is not the signalled one, or the peer said goodbye.</summary>
    Dtls,

    /// <summary>A bug on our side, ended so that it stays in this one transport.</summary>
    Fault,
}
