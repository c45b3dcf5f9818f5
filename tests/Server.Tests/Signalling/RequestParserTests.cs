// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Vigil.Server.Signalling.Messages;
using Vigil.Tests;

namespace Vigil.Server.Tests.Signalling;

public class RequestParserTests
{
    private const string B16 = "AAAAAAAAAAAAAAAAAAAAAA";
    private const string B32 = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    private const string B64 = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private static readonly string[] Good =
    [
        $$"""{"id":1,"type":"join","meeting":"aaaaaaaaaaaaaaaaaaaaaaaaaa","participant":"{{B16}}","leafKey":"{{B32}}","linkKey":"{{B32}}","proof":"{{B64}}"}""",
        $$"""{"id":1,"type":"host","proof":"{{B64}}"}""",
        """{"id":1,"type":"delegate","delegation":"AAAA"}""",
        """{"id":1,"type":"hello","sealed":"AAAA"}""",
        """{"id":1,"type":"admission","admission":""}""",
        $$"""{"id":1,"type":"admit","participant":"{{B16}}","admission":"AA","sealed":"AAA"}""",
        $$"""{"id":1,"type":"refuse","participant":"{{B16}}","reason":"bad_hello"}""",
        $$"""{"id":1,"type":"group.create","group":"{{B32}}"}""",
        $$"""{"id":1,"type":"commit","group":"{{B32}}","epoch":9007199254740991,"message":"AAAA"}""",
        $$"""{"id":1,"type":"epoch.ready","group":"{{B32}}","epoch":0}""",
        $$"""{"id":1,"type":"send","body":"AAAA","to":"{{B16}}"}""",
        """{"id":1,"type":"send","body":"AAAA"}""",
        $$"""{"id":1,"type":"refuse","participant":"{{B16}}","reason":"blocked"}""",
        $$"""{"id":1,"type":"hold","participant":"{{B16}}"}""",
        """{"id":1,"type":"command","command":"AAAA"}""",
        """{"id":1,"type":"file.create","bytes":262160,"pieces":1}""",
        """{"id":2147483647,"type":"leave"}""",
        """{"id":1,"type":"transport.create","direction":"recv"}""",
        """{"id":1,"type":"transport.connect","transport":"t","dtlsParameters":{"any":{"thing":[1]}}}""",
        """{"id":1,"type":"produce","transport":"t","kind":"audio","source":"microphone","rtpParameters":{},"paused":true}""",
        """{"id":1,"type":"producer.pause","producer":"p"}""",
        """{"id":1,"type":"producer.resume","producer":"p"}""",
        """{"id":1,"type":"producer.close","producer":"p"}""",
        """{"id":1,"type":"consume","producer":"p","rtpCapabilities":{}}""",
        """{"id":1,"type":"consumer.pause","consumer":"c"}""",
        """{"id":1,"type":"consumer.resume","consumer":"c"}""",
        """{"id":1,"type":"consumer.close","consumer":"c"}""",
        """{"id":1,"type":"consumer.keyFrame","consumer":"c"}""",
    ];

    public static TheoryData<string> GoodFrames => [.. Good];

    [Theory]
    [MemberData(nameof(GoodFrames))]
    public void Every_request_of_the_protocol_is_read(string frame)
    {
        Assert.True(RequestParser.TryParse(Encoding.UTF8.GetBytes(frame), out var request, out var rule, out var id, out _));
        Assert.Equal(id, request.Id);
        Assert.Equal(rule!.Type, request.Type);
    }

    [Fact]
    public void Every_rule_has_a_good_frame() => Assert.Equal(
        RequestRule.All.Keys.Order(),
        Good.Select(frame => System.Text.Json.JsonElement.Parse(frame).GetProperty("type").GetString()!).Distinct().Order());

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("""{"type":"leave"}""")]
    [InlineData("""{"id":0,"type":"leave"}""")]
    [InlineData("""{"id":-1,"type":"leave"}""")]
    [InlineData("""{"id":2147483648,"type":"leave"}""")]
    [InlineData("""{"id":1.5,"type":"leave"}""")]
    [InlineData("""{"id":"1","type":"leave"}""")]
    [InlineData("""{"id":1,"type":7}""")]
    [InlineData("""{"id":1,"type":"\ud800"}""")]
    [InlineData("""{"id":1,"type":"leave"} {}""")]
    [InlineData("""{"id":1,"id":1,"type":"leave"}""")]
    [InlineData("""{"id":1,"type":"leave","type":"leave"}""")]
    [InlineData("""{"id":1,"type":"leave","more":1}""")]
    [InlineData("""{"id":1,"Type":"leave"}""")]
    [InlineData("""{"id":1,"type":"hello"}""")]
    [InlineData("""{"id":1,"type":"hello","sealed":null}""")]
    [InlineData("""{"id":1,"type":"hello","Sealed":"AA"}""")]
    [InlineData("""{"id":1,"type":"hello","sealed":"AA","sealed":"AA"}""")]
    [InlineData("""{"id":1,"type":"hello","sealed":"A"}""")]
    [InlineData("""{"id":1,"type":"hello","sealed":"AA=="}""")]
    [InlineData("""{"id":1,"type":"hello","sealed":"AB"}""")] // bits that no encoder sets
    [InlineData("""{"id":1,"type":"hello","sealed":"AAB"}""")]
    [InlineData("""{"id":1,"type":"hello","sealed":"\ud800"}""")]
    [InlineData("""{"id":1,"type":"hello","sealed":"A A"}""")]
    [InlineData("""{"id":1,"type":"hello","sealed":"A+/A"}""")]
    [InlineData("""{"id":1,"type":"group.create","group":"AAAA"}""")]
    [InlineData("""{"id":1,"type":"commit","group":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","epoch":-1,"message":""}""")]
    [InlineData("""{"id":1,"type":"commit","group":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","epoch":"1","message":""}""")]
    [InlineData("""{"id":1,"type":"transport.create","direction":"Send"}""")]
    [InlineData("""{"id":1,"type":"transport.create","direction":"send, recv"}""")]
    [InlineData("""{"id":1,"type":"transport.create","direction":0}""")]
    [InlineData("""{"id":1,"type":"refuse","participant":"AAAAAAAAAAAAAAAAAAAAAA","reason":"dislike"}""")]
    [InlineData("""{"id":1,"type":"refuse","participant":"AAAAAAAAAAAAAAAAAAAAAA","reason":"locked"}""")] // the server's to say
    [InlineData("""{"id":1,"type":"join","meeting":"AAAAAAAAAAAAAAAAAAAAAAAAAA","participant":"AAAAAAAAAAAAAAAAAAAAAA","leafKey":"","proof":""}""")]
    public void Anything_else_is_malformed(string frame)
    {
        Assert.False(RequestParser.TryParse(Encoding.UTF8.GetBytes(frame), out var request, out _, out _, out var refusal));
        Assert.Null(request);
        Assert.Equal("malformed", refusal!.Code);
    }

    [Fact]
    public void Hostile_bytes_neither_throw_nor_pass()
    {
        Fuzz.Run([.. Good.Select(Encoding.UTF8.GetBytes)], frame =>
        {
            if (RequestParser.TryParse(frame, out var request, out var rule, out var id, out var refusal))
            {
                Assert.Equal(id, request.Id);
                Assert.Equal(rule!.Type, request.Type);
                Assert.Null(refusal);
            }
            else { Assert.Contains(refusal!.Code, new[] { "malformed", "unknown_type" }); }
        });
    }

    [Fact]
    public void The_refusal_of_a_bad_request_names_its_id()
    {
        Assert.False(RequestParser.TryParse("""{"sealed":7,"id":41,"type":"hello"}"""u8, out _, out _, out var id, out _));
        Assert.Equal(41, id);
    }
}
