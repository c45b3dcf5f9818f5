// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Net;
using Vigil.Sfu.Ortc;

namespace Vigil.Sfu;

/// <summary>What clients are told to send to.</summary>
internal static class IceCandidates
{
    /// <summary>RFC 8445 section 5.1.2.2: 126 for a host candidate.</summary>
    private const uint HostPreference = 126;

    public static IReadOnlyList<IceCandidate> For(SfuOptions options, int port)
    {
        IReadOnlyList<IPAddress> addresses = options.AnnouncedAddresses is { Count: > 0 } announced ? announced : [options.ListenAddress];
        return [.. addresses.Select((address, index) => Make(address, index, port))];
    }

    // Earlier ones are preferred (RFC 8445 section 5.1.2.1); component 1, since RTCP shares the port.
    private static IceCandidate Make(IPAddress address, int index, int port) => new(
        Foundation: string.Create(CultureInfo.InvariantCulture, $"host{index}"),
        Priority: (HostPreference << 24) | ((uint)(ushort.MaxValue - index) << 8) | 255,
        Ip: address.ToString(),
        Address: address.ToString(),
        Protocol: "udp",
        Port: (ushort)port,
        Type: "host");
}
