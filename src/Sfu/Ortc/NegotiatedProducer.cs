// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Rtp;

namespace Vigil.Sfu.Ortc;

/// <summary>What a router needs to receive a client's stream: everything in it is checked, ids and payload types are the client's.</summary>
/// <param name="Codec">The router's codec that consumers will get.</param>
/// <param name="Mid">The stream's name on its transport, if the client gave one.</param>
/// <param name="PayloadType">The client's payload type of the codec.</param>
/// <param name="RtxPayloadType">The client's payload type of its retransmissions.</param>
/// <param name="ExtensionIds">The client's ids of the extensions that we know.</param>
/// <param name="Encodings">At least one; several with simulcast.</param>
public sealed record NegotiatedProducer(
    RouterCodec Codec,
    string? Mid,
    byte PayloadType,
    byte? RtxPayloadType,
    HeaderExtensionIds ExtensionIds,
    IReadOnlyList<NegotiatedEncoding> Encodings)
{
    /// <summary>One of <see cref="MediaKind"/>.</summary>
    public string Kind => Codec.Kind;

    public bool IsVideo => Kind == MediaKind.Video;
}

/// <summary>One encoding of a producer; it has an SSRC or a rid.</summary>
public sealed record NegotiatedEncoding(uint? Ssrc, uint? RtxSsrc, string? Rid);
