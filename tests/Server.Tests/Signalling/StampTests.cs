// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using Vigil.Server.Crypto;
using Vigil.Server.Stamps;
using Vigil.Server.Tests.Support;
using static Vigil.Replay.Cast.StagedMeeting;

namespace Vigil.Server.Tests.Signalling;

/// <summary>What is sent comes out with the server's stamp, the same for the sender and for all.</summary>
public class StampTests
{
    [Fact]
    public async Task Each_message_is_stamped_for_its_meeting_sender_and_commitment_in_one_order()
    {
        await using var stage = await Stage.OpenAsync();
        var second = await stage.MemberAsync(0, stage.Host);
        var previous = new byte[32];
        foreach (var (sender, receiver, seq) in new[] { (second, stage.Host, 1UL), (stage.Host, second, 1UL), (second, stage.Host, 2UL) })
        {
            var commitment = RandomNumberGenerator.GetBytes(32);
            var answer = (await sender.AskAsync("send", new { body = Text(TestEnvelope.Make(3, seq, commitment)) })).Ok;
            var bytes = TestClient.Bytes(answer, "stamp");
            Assert.Equal(bytes, TestClient.Bytes(await receiver.NextAsync("message"), "stamp"));

            Assert.True(Stamp.TryParse(bytes, out var stamp));
            Assert.Equal(stage.Meeting.Id.Span, stamp.Meeting);
            Assert.Equal(sender.Participant, stamp.Participant);
            Assert.Equal((3UL, seq), (stamp.Epoch, stamp.Seq));
            Assert.Equal((ulong)stage.Server.Time.GetUtcNow().ToUnixTimeMilliseconds(), stamp.Time);
            Assert.Equal(commitment, stamp.Commitment);
            Assert.Equal(previous, stamp.Previous);
            Assert.True(stamp.IsSignedBy(new PublicKey(receiver.StampKey)));
            previous = SHA256.HashData(bytes);
        }
        Assert.Equal(stage.Host.StampKey, second.StampKey);
    }

    [Fact]
    public async Task A_body_that_is_no_envelope_is_refused_and_takes_no_place_in_the_order()
    {
        await using var stage = await Stage.OpenAsync();
        var second = await stage.MemberAsync(0, stage.Host);
        foreach (var body in new byte[][] { [], [5], TestEnvelope.Make(seq: 0), TestEnvelope.Make(message: 0) })
        {
            Assert.Equal("malformed", (await second.AskAsync("send", new { body = Text(body) })).Code);
        }
        Assert.Equal("not_found", (await second.AskAsync("send", new { body = Text(TestEnvelope.Make()), to = Text(new byte[16]) })).Code);
        var answer = (await second.AskAsync("send", new { body = Text(TestEnvelope.Make()) })).Ok;
        Assert.True(Stamp.TryParse(TestClient.Bytes(answer, "stamp"), out var stamp));
        Assert.Equal(new byte[32], stamp.Previous);
        await stage.Host.NextAsync("message");
        await stage.Host.HeardNothingElseAsync();
    }

    [Fact]
    public async Task A_message_to_one_is_stamped_too()
    {
        await using var stage = await Stage.OpenAsync();
        var second = await stage.MemberAsync(0, stage.Host);
        var answer = (await second.AskAsync("send", new { body = Text(TestEnvelope.Make()), to = stage.Host.ParticipantText })).Ok;
        Assert.Equal(TestClient.Bytes(answer, "stamp"), TestClient.Bytes(await stage.Host.NextAsync("message"), "stamp"));
    }
}
