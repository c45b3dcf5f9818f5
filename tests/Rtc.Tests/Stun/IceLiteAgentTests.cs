// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using Vigil.Rtc.Net;
using Vigil.Rtc.Stun;

namespace Vigil.Rtc.Tests.Stun;

public sealed class IceLiteAgentTests : IDisposable
{
    private static readonly TransportAddress Home = TransportAddress.FromIPv4(0x0A000001, 1000);
    private static readonly TransportAddress Mobile = TransportAddress.FromIPv4(0x0A000002, 2000);

    private readonly IceCredentials credentials = IceCredentials.Create();
    private readonly byte[] response = new byte[IceLiteAgent.MaxResponseLength];
    private readonly IceLiteAgent agent;
    private int written;
    private DropReason drop;

    public IceLiteAgentTests() => agent = new IceLiteAgent(credentials);

    public void Dispose() => agent.Dispose();

    private string Username => credentials.UsernameFragment + ":peer";

    private byte[] GoodCheck(bool nominate) => TestStun.Check(Username, nominate).Sign(credentials.Password).Finish();

    private IceAnswer Offer(byte[] datagram, in TransportAddress from, long now = 0)
        => agent.OnDatagram(datagram, from, now, response, out written, out drop);

    [Fact]
    public void Good_check_gets_a_signed_success_with_its_own_address()
    {
        Assert.Equal(IceAnswer.Responded, Offer(GoodCheck(nominate: false), Home));
        Assert.Equal(DropReason.None, drop);
        Assert.True(StunMessage.TryParse(response.AsSpan(0, written), out var success));
        using var integrity = new StunIntegrity(credentials.Password);
        Assert.True(success.HasValidFingerprint() && integrity.Verify(success));
        Assert.Equal((ushort)StunType.BindingSuccess, success.Type);
        Assert.Equal(TestStun.TransactionId, success.TransactionId.ToArray());
        Assert.True(success.TryGet(StunAttribute.XorMappedAddress, out var mapped));
        Assert.Equal(0x0A000001u, BinaryPrimitives.ReadUInt32BigEndian(mapped[4..]) ^ 0x2112A442);
        Assert.Equal(1000, BinaryPrimitives.ReadUInt16BigEndian(mapped[2..]) ^ 0x2112);
        Assert.True(agent.IsAuthenticated(Home));
        Assert.False(agent.IsAuthenticated(Mobile));
        Assert.Null(agent.Selected);
    }

    [Fact]
    public void Nomination_selects_and_a_later_one_moves_the_selection()
    {
        Assert.Equal(IceAnswer.Nominated, Offer(GoodCheck(nominate: true), Home));
        Assert.Equal(Home, agent.Selected);
        Assert.Equal(IceAnswer.Responded, Offer(GoodCheck(nominate: true), Home));
        Assert.Equal(IceAnswer.Nominated, Offer(GoodCheck(nominate: true), Mobile));
        Assert.Equal(Mobile, agent.Selected);
        Assert.Equal(IceAnswer.Responded, Offer(GoodCheck(nominate: false), Home));
        Assert.Equal(Mobile, agent.Selected);
    }

    [Fact]
    public void Each_refusal_has_its_own_code_and_leaves_no_trace()
    {
        var password = credentials.Password;
        Refused(TestStun.Check(Username, nominate: true).Finish(), 400, DropReason.MissingStunAttribute, signed: false);
        Refused(new TestStun(1).Add(0x0025, []).Sign(password).Finish(), 400, DropReason.MissingStunAttribute, signed: false);
        Refused(TestStun.Check("someone:peer", nominate: true).Sign(password).Finish(), 401, DropReason.BadStunUsername, signed: false);
        Refused(TestStun.Check(credentials.UsernameFragment, nominate: true).Sign(password).Finish(), 401, DropReason.BadStunUsername, signed: false);
        Refused(TestStun.Check(Username, nominate: true).Sign(password + "x").Finish(), 401, DropReason.BadStunIntegrity, signed: false);
        Refused(TestStun.Check(Username, nominate: true).Add(0x0777, [1]).Sign(password).Finish(), 420, DropReason.UnknownStunAttribute, signed: true);
        Refused(TestStun.Check(Username, nominate: true, role: 0x8029).Sign(password).Finish(), 487, DropReason.IceRoleConflict, signed: true);
        Assert.Null(agent.Selected);
        Assert.False(agent.IsAuthenticated(Home));
    }

    private void Refused(byte[] request, int code, DropReason reason, bool signed)
    {
        Assert.Equal((IceAnswer.Responded, reason), (Offer(request, Home), drop));
        Assert.True(StunMessage.TryParse(response.AsSpan(0, written), out var error));
        Assert.True(error.HasValidFingerprint());
        Assert.Equal((ushort)StunType.BindingError, error.Type);
        Assert.True(error.TryGet(StunAttribute.ErrorCode, out var value));
        Assert.Equal(code, (value[2] * 100) + value[3]);
        Assert.Equal(signed, error.HasIntegrity);
        using var integrity = new StunIntegrity(credentials.Password);
        Assert.Equal(signed, integrity.Verify(error));
        // An open port must not amplify: the answer is never much longer than the question.
        Assert.True(written <= request.Length + 32);
    }

    [Fact]
    public void Unknown_attributes_are_named_and_the_list_is_bounded()
    {
        var check = TestStun.Check(Username);
        for (ushort type = 0x0700; type < 0x0720; type++) { check.Add(type, []); }
        Offer(check.Sign(credentials.Password).Finish(), Home);
        Assert.True(StunMessage.TryParse(response.AsSpan(0, written), out var error));
        Assert.True(error.TryGet(StunAttribute.UnknownAttributes, out var listed));
        Assert.Equal(Hex.Bytes("0700 0701 0702 0703 0704 0705 0706 0707"), listed.ToArray());
    }

    [Fact]
    public void Attribute_after_the_integrity_is_not_believed()
    {
        var check = TestStun.Check(Username).Sign(credentials.Password).Add(0x0025, []).Finish();
        Assert.Equal(IceAnswer.Responded, Offer(check, Home));
        Assert.Null(agent.Selected);
    }

    [Fact]
    public void What_is_no_whole_binding_request_gets_silence()
    {
        var check = GoodCheck(nominate: false);
        var wrongFingerprint = check.ToArray();
        wrongFingerprint[^1] ^= 1;
        Silence(wrongFingerprint, DropReason.BadStunFingerprint);
        Silence(TestStun.Check(Username).Sign(credentials.Password).Bytes(more: 0), DropReason.BadStunFingerprint);
        Silence(new TestStun(0x0011).Finish(), DropReason.NotBindingRequest);
        Silence(new TestStun(0x0101).Sign(credentials.Password).Finish(), DropReason.NotBindingRequest);
        Silence(check[..^4], DropReason.NotStun);
        Silence([], DropReason.NotStun);

        void Silence(byte[] datagram, DropReason reason)
        {
            Assert.Equal((IceAnswer.Ignored, reason), (Offer(datagram, Home), drop));
            Assert.Equal(0, written);
        }
    }

    [Fact]
    public void Consent_expires_thirty_seconds_after_the_last_check_of_the_selected_address()
    {
        Assert.False(agent.ConsentExpired(1_000_000));
        Offer(GoodCheck(nominate: true), Home, now: 1000);
        Assert.False(agent.ConsentExpired(31_000));
        Assert.True(agent.ConsentExpired(31_001));
        // Another path that lives is no consent to send on this one.
        Offer(GoodCheck(nominate: false), Mobile, now: 31_000);
        Assert.True(agent.ConsentExpired(31_001));
        Offer(GoodCheck(nominate: false), Home, now: 31_000);
        Assert.False(agent.ConsentExpired(61_000));
        // A forged check does not refresh it.
        Offer(TestStun.Check(Username).Sign("wrong").Finish(), Home, now: 61_000);
        Assert.True(agent.ConsentExpired(61_001));
    }

    [Fact]
    public void Addresses_are_bounded_and_the_selected_one_stays()
    {
        Offer(GoodCheck(nominate: true), Home, now: 0);
        for (ushort port = 1; port <= 40; port++) { Offer(GoodCheck(nominate: false), TransportAddress.FromIPv4(0x0B000000, port), now: port); }
        Assert.Equal(Home, agent.Selected);
        Assert.True(agent.IsAuthenticated(Home));
        var kept = Enumerable.Range(1, 40).Where(port => agent.IsAuthenticated(TransportAddress.FromIPv4(0x0B000000, (ushort)port)));
        Assert.Equal(Enumerable.Range(26, 15), kept);
    }

    [Fact]
    public void Check_allocates_nothing()
    {
        var check = GoodCheck(nominate: true);
        for (var i = 0; i < 100; i++) { Offer(check, Home); }
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) { Offer(check, Home); }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Created_credentials_are_long_and_never_print()
    {
        var other = IceCredentials.Create();
        Assert.True(other.UsernameFragment.Length >= 4 && other.Password.Length >= 22);
        Assert.All(other.UsernameFragment + other.Password, c => Assert.True(char.IsAsciiLetterOrDigit(c)));
        Assert.NotEqual(credentials.Password, other.Password);
        Assert.DoesNotContain(other.Password, $"{other}");
    }
}
