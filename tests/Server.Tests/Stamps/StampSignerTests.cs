// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using FsCheck.Fluent;
using Vigil.Server.Meetings;
using Vigil.Server.Stamps;
using Vigil.Server.Tests.Support;
using Vigil.Tests;

namespace Vigil.Server.Tests.Stamps;

public class StampSignerTests(TestStamps stamps) : IClassFixture<TestStamps>
{
    private static readonly MeetingId Meeting = new([.. Enumerable.Range(1, 16).Select(n => (byte)n)]);
    private static readonly ParticipantId Sender = new([.. Enumerable.Range(101, 16).Select(n => (byte)n)]);

    [Fact]
    public void The_layout_is_the_protocols()
    {
        byte[] commitment = [.. Enumerable.Repeat((byte)0xcc, 32)], previous = [.. Enumerable.Repeat((byte)0xdd, 32)];
        Assert.True(EnvelopeHead.TryParse(TestEnvelope.Make(0x0102, 0x0304, commitment), out var head));
        var time = DateTimeOffset.FromUnixTimeMilliseconds(0x0506);
        var bytes = stamps.Signer.Sign(Meeting, Sender, head, time, previous);

        Assert.Equal(221, bytes.Length);
        byte[] said = [1, .. Meeting.Span, .. Sender.Span, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 3, 4, 0, 0, 0, 0, 0, 0, 5, 6, .. previous, .. commitment];
        Assert.Equal(said, bytes[..said.Length]);
        Assert.True(Stamp.TryParse(bytes, out var stamp));
        Assert.Equal((0x0102UL, 0x0304UL, 0x0506UL), (stamp.Epoch, stamp.Seq, stamp.Time));
        Assert.Equal(Meeting.Span, stamp.Meeting);
        Assert.Equal(Sender.Span, stamp.Participant);
        Assert.Equal(commitment, stamp.Commitment);
        Assert.Equal(previous, stamp.Previous);
        Assert.Equal(said, stamp.Tagged);
        Assert.True(stamp.IsSignedBy(stamps.Keys.PublicKey));
        Assert.Equal(TagCheck.Good, stamps.Signer.Check(stamp));
    }

    [Fact]
    public void The_tag_is_the_hmac_under_the_numbered_key_file()
    {
        var bytes = Make();
        Assert.True(Stamp.TryParse(bytes, out var stamp));
        var key = File.ReadAllBytes(Path.Combine(stamps.Folder, $"franking-{stamp.Key}.key"));
        Assert.Equal(HMACSHA256.HashData(key, (byte[])[.. "vigil/stamp/v1\0"u8, .. bytes[..Stamp.KeyAt]]), stamp.Tag);
    }

    [Fact]
    public void A_change_anywhere_is_found()
    {
        var original = Make();
        var changes = Gen.Choose(0, Stamp.Length - 1).SelectMany(at => Gen.Choose(1, 255).Select(by => (at, by: (byte)by)));
        Property.Holds(changes, change =>
        {
            var bytes = original.ToArray();
            bytes[change.at] ^= change.by;
            Assert.False(Stamp.TryParse(bytes, out var stamp) && stamp.IsSignedBy(stamps.Keys.PublicKey));
        });
    }

    /// <summary>The tag is the server's own proof: it must not rest on the signature, which a thief of the stamp key could make.</summary>
    [Fact]
    public void A_change_of_what_is_said_is_found_by_the_tag_alone()
    {
        var original = Make();
        Property.Holds(Gen.Choose(1, Stamp.SignatureAt - 1), at =>
        {
            var bytes = original.ToArray();
            bytes[at] ^= 1;
            Assert.True(Stamp.TryParse(bytes, out var stamp));
            Assert.NotEqual(TagCheck.Good, stamps.Signer.Check(stamp));
        });
    }

    [Fact]
    public void The_room_strings_its_stamps_together()
    {
        var room = new RoomStamps(stamps.Signer, Meeting, stamps.Time);
        var previous = new byte[32];
        for (var seq = 1UL; seq <= 3; seq++)
        {
            Assert.True(EnvelopeHead.TryParse(TestEnvelope.Make(seq: seq), out var head));
            var bytes = room.Next(Sender, head);
            Assert.True(Stamp.TryParse(bytes, out var stamp));
            Assert.Equal(previous, stamp.Previous);
            Assert.Equal((ulong)stamps.Time.GetUtcNow().ToUnixTimeMilliseconds(), stamp.Time);
            previous = SHA256.HashData(bytes);
        }
    }

    [Fact]
    public void No_input_throws() => Fuzz.Run([Make()], input =>
    {
        if (Stamp.TryParse(input, out var stamp)) { _ = stamps.Signer.Check(stamp); }
    });

    private byte[] Make()
    {
        Assert.True(EnvelopeHead.TryParse(TestEnvelope.Make(), out var head));
        return stamps.Signer.Sign(Meeting, Sender, head, stamps.Time.GetUtcNow(), new byte[32]);
    }
}
