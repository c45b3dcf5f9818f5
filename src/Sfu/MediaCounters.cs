// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Net;

namespace Vigil.Sfu;

/// <summary>Totals of all workers since the start: nothing here belongs to anybody.</summary>
public sealed record MediaCounters(
    long PacketsReceived,
    long BytesReceived,
    long PacketsForwarded,
    long BytesForwarded,
    long PacketsResent,
    long Handshakes,
    long TransportFaults,
    int Transports,
    int FreeSlots,
    IReadOnlyDictionary<DropReason, long> Drops);
