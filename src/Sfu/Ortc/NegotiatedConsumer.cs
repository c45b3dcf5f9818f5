// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Rtp;

namespace Vigil.Sfu.Ortc;

/// <summary>How a producer's stream goes to one client.</summary>
/// <param name="Parameters">For the client.</param>
/// <param name="PayloadType">The router's payload type of the codec.</param>
/// <param name="RtxPayloadType">The router's payload type of retransmissions; null if the client cannot take them.</param>
/// <param name="Ssrc">Of the stream.</param>
/// <param name="RtxSsrc">Of its retransmissions; null with <paramref name="RtxPayloadType"/>.</param>
/// <param name="ExtensionIds">The ids to write; 0 where the client has not got the extension.</param>
/// <param name="Mid">The stream's name on the client's transport.</param>
public sealed record NegotiatedConsumer(
    RtpParameters Parameters,
    byte PayloadType,
    byte? RtxPayloadType,
    uint Ssrc,
    uint? RtxSsrc,
    HeaderExtensionIds ExtensionIds,
    string Mid);
