// SPDX-License-Identifier: Apache-2.0
using Vigil.Sfu.Ortc;

namespace Vigil.Sfu;

/// <summary>Seen from the client: it sends, or it receives.</summary>
public enum TransportDirection
{
    Send,
    Receive,
}

/// <summary>What a client needs to connect to a transport.</summary>
public sealed record TransportInfo(
    string Id, IceParameters IceParameters, IReadOnlyList<IceCandidate> IceCandidates, DtlsParameters DtlsParameters);

/// <summary>What a client needs to receive from a consumer.</summary>
public sealed record ConsumerInfo(string Id, string ProducerId, string Kind, RtpParameters RtpParameters);
