// SPDX-License-Identifier: Apache-2.0
using System.Net;

namespace Vigil.Sfu;

/// <summary>How the media plane listens and how much memory it takes.</summary>
public sealed class SfuOptions
{
    /// <summary>Where the sockets are bound. <see cref="IPAddress.IPv6Any"/> takes IPv4 too.</summary>
    public IPAddress ListenAddress { get; init; } = IPAddress.Loopback;

    /// <summary>What clients are told to send to; empty means <see cref="ListenAddress"/>.</summary>
    public IReadOnlyList<IPAddress> AnnouncedAddresses { get; init; } = [];

    /// <summary>The first worker's UDP port, the second worker's is one more, and so on. 0 lets the system choose each.</summary>
    public int Port { get; init; }

    /// <summary>Threads that forward packets. Each meeting lives on one.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Packet slots of 2 KiB per worker. A video stream keeps up to 512 packets, an audio stream 128, none longer than two seconds.</summary>
    public int SlabSlots { get; init; } = 32_768;

    /// <summary>Sees every forwarded packet in an end-to-end test; null in the product.</summary>
    internal IPacketTap? Tap { get; init; }

    /// <summary>The reason why these options cannot work, or null.</summary>
    internal string? Problem => this switch
    {
        { Workers: < 1 or > 256 } => "Sfu: Workers must be from 1 to 256.",
        { SlabSlots: < 256 or > 1_000_000 } => "Sfu: SlabSlots must be from 256 to 1,000,000.",
        { Port: < 0 } => "Sfu: Port must not be negative.",
        _ when Port + Workers > 65_536 => "Sfu: Port and Workers reach beyond port 65,535.",
        { AnnouncedAddresses.Count: 0 } when ListenAddress.Equals(IPAddress.Any) || ListenAddress.Equals(IPAddress.IPv6Any) =>
            "Sfu: AnnouncedAddresses is needed when listening on all addresses.",
        _ => null,
    };
}
