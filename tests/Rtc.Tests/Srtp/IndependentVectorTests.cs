// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Net;
using Vigil.Rtc.Srtp;

namespace Vigil.Rtc.Tests.Srtp;

/// <summary>
/// Packets that another implementation (werift-rtp 0.8.9) protected with the master key 01..10 and the salt 64..: key derivation with
/// GCM's short salt, a header extension, and the wrap of the sequence number, for which the RFCs give no vectors.
/// </summary>
public sealed class IndependentVectorTests
{
    private const uint FirstRtcpIndex = 1;

    private static readonly string[] GcmRtp =
    [
        "90e0fffe0a0b0c0d01020304bede000110aa00007321ef88d0932f14d6b5e9b17188acf0a5307b474db1fe35c24697",
        "90e0ffff0a0b0c0d01020304bede000110aa000011b38bd226fb252560a9e077201f9ff62a450679ea412ae1721777",
        "90e000000a0b0c0d01020304bede000110aa00006671b3b34c1861c309d8aa85a11eefc8c02cd94a73f8988a725779",
        "90e000010a0b0c0d01020304bede000110aa000019d13f545378bbca2c63a8b5a62544617b2296ffdcb1b444b38215",
    ];

    private static readonly string[] GcmRtcp =
    [
        "81c9000701020304cf537449db21f1009ac6bbce03634e64363abee75f3b105f175854e619ec615ec4235ab2b45e6bc680000001",
        "81c900070102030402f45cb0895647d5cc6f62a42cb243a335d2cc512ee340007919e127aab5bed4965c302091fb56b080000002",
    ];

    private static readonly string[] CounterModeRtp =
    [
        "90e0fffe0a0b0c0d01020304bede000110aa000027dff075d1fc399a594db66bd0bcd235d9e1406e08",
        "90e0ffff0a0b0c0d01020304bede000110aa000074fb7f19700c5381eed299eaa4d058c6ba59bcd394",
        "90e000000a0b0c0d01020304bede000110aa000026c763717b90220d1f4ade2a2f05200a9bbc298fe6",
        "90e000010a0b0c0d01020304bede000110aa0000805f812751c98da11e67804ae8c47f0be27b915413",
    ];

    private static readonly string[] CounterModeRtcp =
    [
        "81c9000701020304ff024417af6afbfb0734b0d198992674778cdffd97086203800000013e95b0013c3749c72917",
        "81c900070102030463fcfaaf1b36d12359c70ac62cfb91dbff4b2b9d56e7e86280000002b1fa56ce7a6b6b09b013",
    ];

    private static readonly string[] PlainRtp =
    [
        "90e0fffe0a0b0c0d01020304bede000110aa0000566967696c206d65646961",
        "90e0ffff0a0b0c0d01020304bede000110aa0000566967696c206d65646961",
        "90e000000a0b0c0d01020304bede000110aa0000566967696c206d65646961",
        "90e000010a0b0c0d01020304bede000110aa0000566967696c206d65646961",
    ];

    private static readonly byte[] PlainRtcp = Hex.Bytes("81c9000701020304aabbccdd00000000000003e80000000a0000000000000000");

    [Fact]
    public void Gcm_agrees() => Agrees(SrtpProfile.AeadAes128Gcm, GcmRtp, GcmRtcp);

    [Fact]
    public void Counter_mode_agrees() => Agrees(SrtpProfile.Aes128CmHmacSha1_80, CounterModeRtp, CounterModeRtcp);

    private static void Agrees(SrtpProfile profile, string[] protectedRtp, string[] protectedRtcp)
    {
        using var sender = TestRtp.Sender(profile, FirstRtcpIndex);
        using var receiver = TestRtp.Receiver(profile);
        foreach (var (plain, expected) in PlainRtp.Select(Hex.Bytes).Zip(protectedRtp.Select(Hex.Bytes)))
        {
            Assert.Equal(expected, TestRtp.Protect(sender, plain));
            Assert.Equal(DropReason.None, receiver.UnprotectRtp(expected, out var length));
            Assert.Equal(plain, expected[..length]);
        }
        foreach (var expected in protectedRtcp.Select(Hex.Bytes))
        {
            Assert.Equal(expected, TestRtp.ProtectRtcp(sender, PlainRtcp));
            Assert.Equal(DropReason.None, receiver.UnprotectRtcp(expected, out var length));
            Assert.Equal(PlainRtcp, expected[..length]);
        }
    }
}
