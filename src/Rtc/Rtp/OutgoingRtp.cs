// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Rtc.Rtp;

/// <summary>The header fields of a forwarded packet that are the receiver's, not the sender's.</summary>
/// <remarks>The transport sequence number is used where the receiver negotiated <see cref="HeaderExtensionIds.TransportCc"/>.</remarks>
public readonly record struct OutgoingRtp(
    byte PayloadType, uint Ssrc, ushort SequenceNumber, uint Timestamp, ushort TransportSequenceNumber = 0);
