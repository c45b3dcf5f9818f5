// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Net;
using Vigil.Rtc.Stun;
using Vigil.Tests;

namespace Vigil.Rtc.Tests.Stun;

public sealed class StunFuzzTests
{
    private static readonly IceCredentials Credentials = new("fragment", "a password of some length");
    private static readonly TransportAddress From = TransportAddress.FromIPv4(1, 1);

    [Fact]
    public void Hostile_datagrams_are_parsed_or_refused_without_an_exception()
    {
        using var integrity = new StunIntegrity(Credentials.Password);
        Fuzz.Run(Corpus(), input =>
        {
            IceLiteAgent.TryReadLocalUfrag(input, out _);
            if (!StunMessage.TryParse(input, out var message)) { return; }
            message.HasValidFingerprint();
            integrity.Verify(message);
            var total = 0;
            foreach (var attribute in message.Attributes) { total += attribute.Value.Length; }
            Assert.True(total < input.Length);
        });
    }

    [Fact]
    public void Only_a_genuine_check_is_remembered()
    {
        using var agent = new IceLiteAgent(Credentials);
        var genuine = Corpus().Select(Convert.ToHexString).ToHashSet();
        var response = new byte[IceLiteAgent.MaxResponseLength];
        Fuzz.Run(Corpus(), input =>
        {
            var isGenuine = genuine.Contains(Convert.ToHexString(input));
            var answer = agent.OnDatagram(input, From, 0, response, out var written, out var drop);
            Assert.Equal(answer == IceAnswer.Ignored, written == 0);
            Assert.True(drop != DropReason.None || isGenuine);
        });
    }

    // A fingerprint is no secret: here every mutation is given a right one, so that what lies behind it is reached.
    [Fact]
    public void Only_a_genuine_check_is_remembered_even_with_a_right_fingerprint()
    {
        using var agent = new IceLiteAgent(Credentials);
        var response = new byte[IceLiteAgent.MaxResponseLength];
        var body = TestStun.Check("fragment:x", nominate: true).Bytes(more: 0)[20..];
        Fuzz.Run([body], input =>
        {
            var padded = input[..(input.Length & ~3)];
            var check = new TestStun(0x0001).Raw(padded).Finish();
            agent.OnDatagram(check, From, 0, response, out _, out var drop);
            Assert.NotEqual(DropReason.None, drop);
        }, rounds: 5000);
    }

    private static byte[][] Corpus() =>
    [
        TestStun.Check("fragment:x", nominate: true).Sign(Credentials.Password).Finish(),
        TestStun.Check("fragment:x").Sign(Credentials.Password).Finish(),
        TestStun.Check("other:x").Sign("other").Finish(),
        new TestStun(0x0101).Add(0x0020, new byte[8]).Finish(),
        new TestStun(0x0001).Bytes(more: 0),
    ];
}
