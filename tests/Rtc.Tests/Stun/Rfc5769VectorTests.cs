// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Vigil.Rtc.Net;
using Vigil.Rtc.Stun;

namespace Vigil.Rtc.Tests.Stun;

/// <summary>RFC 5769: sample request and responses with short-term credentials.</summary>
public sealed class Rfc5769VectorTests
{
    private const string Password = "VOkJxbRl1RmTxUk/WvJxBt";

    /// <summary>Section 2.1.</summary>
    private static readonly byte[] Request = Hex.Bytes("""
        00010058 2112a442 b7e7a701bc34d686fa87dfae
        80220010 5354554e207465737420636c69656e74
        00240004 6e0001ff
        80290008 932ff9b151263b36
        00060009 6576746a3a68367659 202020
        00080014 9aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2
        80280004 e57a3bcf
        """);

    /// <summary>Section 2.2.</summary>
    private static readonly byte[] ResponseIPv4 = Hex.Bytes("""
        0101003c 2112a442 b7e7a701bc34d686fa87dfae
        8022000b 7465737420766563746f72 20
        00200008 0001a147e112a643
        00080014 2b91f599fd9e90c38c7489f92af9ba53f06be7d7
        80280004 c07d4c96
        """);

    /// <summary>Section 2.3.</summary>
    private static readonly byte[] ResponseIPv6 = Hex.Bytes("""
        01010048 2112a442 b7e7a701bc34d686fa87dfae
        8022000b 7465737420766563746f72 20
        00200014 0002a1470113a9faa5d3f179bc25f4b5bed2b9d9
        00080014 a382954e4be67bf11784c97c8292c275bfe3ed41
        80280004 c8fb0b4c
        """);

    [Fact]
    public void All_three_parse_and_prove_right()
    {
        using var integrity = new StunIntegrity(Password);
        using var other = new StunIntegrity(Password + "x");
        foreach (var vector in new[] { Request, ResponseIPv4, ResponseIPv6 })
        {
            Assert.True(StunMessage.TryParse(vector, out var message));
            Assert.True(message.HasValidFingerprint());
            Assert.True(integrity.Verify(message));
            Assert.False(other.Verify(message));
            Assert.Equal(vector[8..20], message.TransactionId.ToArray());
        }
    }

    [Fact]
    public void Request_of_section_2_1_carries_its_attributes()
    {
        Assert.True(StunMessage.TryParse(Request, out var message));
        Assert.Equal((ushort)StunType.BindingRequest, message.Type);
        Assert.True(message.TryGet(StunAttribute.Username, out var username));
        Assert.Equal("evtj:h6vY"u8, username);
        Assert.True(message.TryGet(StunAttribute.Priority, out var priority));
        Assert.Equal(Hex.Bytes("6e0001ff"), priority.ToArray());
        Assert.True(IceLiteAgent.TryReadLocalUfrag(Request, out var local));
        Assert.Equal("evtj"u8, local);
    }

    /// <summary>The request is of a controlled peer: the lite agent knows its password and refuses its role.</summary>
    [Fact]
    public void Request_of_section_2_1_is_answered_with_role_conflict()
    {
        using var agent = new IceLiteAgent(new IceCredentials("evtj", Password));
        var answer = agent.OnDatagram(Request, TransportAddress.FromIPv4(1, 1), 0, new byte[IceLiteAgent.MaxResponseLength], out var written, out var drop);
        Assert.Equal((IceAnswer.Responded, DropReason.IceRoleConflict), (answer, drop));
        Assert.NotEqual(0, written);
    }

    [Fact]
    public void Mapped_addresses_of_sections_2_2_and_2_3_are_written_alike()
    {
        Assert.Equal(Hex.Bytes("00200008 0001a147e112a643"), WriteMapped(TransportAddress.FromIPv4(0xC0000201, 32853)));
        var six = IPAddress.Parse("2001:db8:1234:5678:11:2233:4455:6677").GetAddressBytes();
        Assert.Equal(Hex.Bytes("00200014 0002a1470113a9faa5d3f179bc25f4b5bed2b9d9"), WriteMapped(TransportAddress.FromIPv6(six, 32853)));
    }

    private static byte[] WriteMapped(in TransportAddress address)
    {
        var buffer = new byte[IceLiteAgent.MaxResponseLength];
        var writer = new StunWriter(buffer, StunType.BindingSuccess, Hex.Bytes("b7e7a701bc34d686fa87dfae"));
        writer.AddXorMappedAddress(address);
        return buffer[20..writer.Length];
    }
}
