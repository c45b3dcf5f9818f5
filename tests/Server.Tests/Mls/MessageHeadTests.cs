// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Vigil.Server.Mls;
using Vigil.Server.Tests.Support;
using Vigil.Tests;

namespace Vigil.Server.Tests.Mls;

public class MessageHeadTests
{
    [Fact]
    public void The_working_groups_messages_are_told_apart()
    {
        using var vectors = JsonDocument.Parse(File.ReadAllBytes(SharedFolder.VectorPath("mls", "messages.json")));
        foreach (var vector in vectors.RootElement.EnumerateArray())
        {
            Assert.Equal(ContentType.Commit, Content(vector, "public_message_commit"));
            Assert.Equal(ContentType.Proposal, Content(vector, "public_message_proposal"));
            Assert.Equal(ContentType.Application, Content(vector, "public_message_application"));
            foreach (var other in new[] { "private_message", "mls_welcome", "mls_group_info", "mls_key_package" }) { Assert.Null(Content(vector, other)); }
        }
    }

    [Theory]
    [InlineData(SenderType.Member)]
    [InlineData(SenderType.External)]
    [InlineData(SenderType.NewMemberProposal)]
    [InlineData(SenderType.NewMemberCommit)]
    internal void All_parts_are_read(SenderType sender)
    {
        byte[] group = [.. Enumerable.Range(0, 32).Select(n => (byte)n)];
        var data = new byte[226];
        Assert.True(MessageHead.TryParse(MlsMessages.Public(group, ulong.MaxValue, sender, data), out var head));
        Assert.Equal(group, head.GroupId);
        Assert.Equal(ulong.MaxValue, head.Epoch);
        Assert.Equal(sender, head.Sender);
        Assert.Equal(data, head.AuthenticatedData);
        Assert.Equal(ContentType.Commit, head.Content);
    }

    [Theory]
    [InlineData("0002000100", "version")]
    [InlineData("00010002", "wire format")]
    [InlineData("00010001c000000000000000", "a length of eight bytes: RFC 9420 section 2.1.2 has none")]
    [InlineData("00010001400100", "a length in more bytes than it needs")]
    [InlineData("000100018000000500", "the same, of four bytes")]
    [InlineData("00010001000000000000000000050003", "sender type 5")]
    [InlineData("00010001000000000000000000000003", "sender type 0")]
    [InlineData("00010001000000000000000000040000", "content type 0")]
    [InlineData("00010001000000000000000000040004", "content type 4")]
    public void Other_bytes_are_refused(string hex, string why) => Assert.False(MessageHead.TryParse(Convert.FromHexString(hex), out _), why);

    [Fact]
    public void Every_prefix_is_refused()
    {
        var message = MlsMessages.Public(new byte[32], 1, SenderType.Member, new byte[154]);
        // Two bytes of noise follow the head.
        for (var length = 0; length < message.Length - 2; length++) { Assert.False(MessageHead.TryParse(message.AsSpan(0, length), out _)); }
    }

    [Fact]
    public void Hostile_bytes_do_not_throw() => Fuzz.Run(
        [MlsMessages.Public(new byte[32], 1, SenderType.Member, []), MlsMessages.Public(new byte[32], 1, SenderType.NewMemberCommit, new byte[226])],
        bytes =>
        {
            if (MessageHead.TryParse(bytes, out var head)) { Assert.True(head.GroupId.Length + head.AuthenticatedData.Length < bytes.Length); }
        });

    private static ContentType? Content(JsonElement vector, string name) =>
        MessageHead.TryParse(Convert.FromHexString(vector.GetProperty(name).GetString()!), out var head) ? head.Content : null;
}
