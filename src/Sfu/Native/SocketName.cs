// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using Vigil.Rtc.Net;

namespace Vigil.Sfu.Native;

/// <summary>Reads and writes the system's socket addresses (sockaddr_in, sockaddr_in6) without making objects of them.</summary>
internal static class SocketName
{
    /// <summary>Room for the larger one, sockaddr_in6, rounded up.</summary>
    public const int Size = 32;

    private const ushort FamilyIPv4 = 2;
    private const ushort FamilyIPv6 = 10;
    private const int LengthIPv4 = 16;
    private const int LengthIPv6 = 28;

    public static bool TryRead(ReadOnlySpan<byte> name, out TransportAddress address)
    {
        var port = BinaryPrimitives.ReadUInt16BigEndian(name[2..]);
        var family = BitConverter.ToUInt16(name);
        address = family switch
        {
            FamilyIPv4 => TransportAddress.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(name[4..]), port),
            FamilyIPv6 => TransportAddress.FromIPv6(name.Slice(8, 16), port),
            _ => default,
        };
        return family is FamilyIPv4 or FamilyIPv6;
    }

    /// <summary>Writes the address in the family of the socket: a dual-stack one wants IPv4 peers v4-mapped. Returns the length.</summary>
    public static int Write(in TransportAddress address, bool socketIsIPv6, Span<byte> name)
    {
        name[..Size].Clear();
        BinaryPrimitives.WriteUInt16BigEndian(name[2..], address.Port);
        if (socketIsIPv6)
        {
            BitConverter.TryWriteBytes(name, FamilyIPv6);
            BinaryPrimitives.WriteUInt128BigEndian(name[8..], address.Address);
            return LengthIPv6;
        }
        BitConverter.TryWriteBytes(name, FamilyIPv4);
        BinaryPrimitives.WriteUInt32BigEndian(name[4..], (uint)(ulong)address.Address);
        return LengthIPv4;
    }
}
