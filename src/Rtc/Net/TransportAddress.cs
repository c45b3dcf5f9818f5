// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Vigil.Rtc.Net;

/// <summary>A UDP address and port as a plain value: hashing and comparing it allocates nothing.</summary>
/// <remarks>
/// An IPv4 address is kept v4-mapped (::ffff:a.b.c.d, RFC 4291 section 2.5.5.2), so one table key fits both families.
/// <see cref="ToString"/> says nothing on purpose: an address must not reach a log by accident.
/// </remarks>
public readonly record struct TransportAddress(UInt128 Address, ushort Port, bool IsIPv4)
{
    /// <summary>Length of the longest address <see cref="TryFormatAddress"/> writes.</summary>
    public const int MaxAddressLength = 16;

    private const ulong MappedPrefix = 0x0000_FFFF_0000_0000;

    /// <summary>From an IPv4 address in host order: 0x7F000001 is 127.0.0.1.</summary>
    public static TransportAddress FromIPv4(uint address, ushort port) => new(MappedPrefix | address, port, IsIPv4: true);

    /// <summary>From 16 bytes in network order. A v4-mapped address becomes IPv4: a dual-stack socket reports IPv4 peers so.</summary>
    public static TransportAddress FromIPv6(ReadOnlySpan<byte> address, ushort port)
    {
        var value = BinaryPrimitives.ReadUInt128BigEndian(address);
        return new(value, port, IsIPv4: value >> 32 == MappedPrefix >> 32);
    }

    /// <summary>Writes 4 or 16 bytes in network order; false if they do not fit.</summary>
    public bool TryFormatAddress(Span<byte> destination, out int written)
    {
        written = IsIPv4 ? 4 : 16;
        var fits = IsIPv4
            ? BinaryPrimitives.TryWriteUInt32BigEndian(destination, (uint)(ulong)Address)
            : BinaryPrimitives.TryWriteUInt128BigEndian(destination, Address);
        if (!fits) { written = 0; }
        return fits;
    }

    /// <summary>Always the same word.</summary>
    public override string ToString() => "address";
}
