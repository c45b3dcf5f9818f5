// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Vigil.Server.Signalling;
using Vigil.Server.Tests.Support;
using static Vigil.Replay.Cast.StagedMeeting;

namespace Vigil.Server.Tests.Signalling;

/// <summary>What a peer may do to a connection, from another origin to a pulled cable.</summary>
public class ConnectionTests
{
    [Theory]
    [InlineData("http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("https://{host}", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData("http://{host}", HttpStatusCode.SwitchingProtocols)]
    [InlineData(null, HttpStatusCode.SwitchingProtocols)]
    public async Task Only_pages_of_this_server_may_connect(string? origin, HttpStatusCode expected)
    {
        await using var server = await TestServer.StartAsync();
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        if (origin is not null) { socket.Options.SetRequestHeader("Origin", origin.Replace("{host}", server.Address.Authority, StringComparison.Ordinal)); }
        try { await socket.ConnectAsync(Signal(server, "aaaaaaaaaaaaaaaa"), default); }
        catch (WebSocketException) { Assert.NotEqual(HttpStatusCode.SwitchingProtocols, expected); }
        Assert.Equal(expected, socket.HttpStatusCode);
    }

    [Theory]
    [InlineData("/signal/aaaaaaaaaaaaaaa", HttpStatusCode.NotFound)]
    [InlineData("/signal/aaaaaaaaaaaaaaaA", HttpStatusCode.NotFound)]
    [InlineData("/signal/aaaaaaaaaaaaaaaaaaaaaaaaaa", HttpStatusCode.NotFound)]
    [InlineData("/signal/aaaaaaaaaaaaaaaa", HttpStatusCode.UpgradeRequired)]
    public async Task Other_requests_to_the_endpoint_are_refused(string path, HttpStatusCode expected)
    {
        await using var server = await TestServer.StartAsync();
        using var response = await server.Http.GetAsync(path);
        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task The_id_must_belong_to_the_routing_key_of_the_address()
    {
        await using var server = await TestServer.StartAsync();
        var meeting = await server.CreateMeetingAsync();
        await using var client = await TestClient.ConnectAsync(server, meeting, routingKey: new TestMeeting().Id.RoutingKey);
        Assert.Equal("meeting_not_found", (await client.TryJoinAsync()).Code);
        Assert.Equal(4404, await client.CloseCodeAsync());
    }

    [Fact]
    public async Task Who_joined_in_time_is_not_cut_by_the_timer()
    {
        await using var stage = await Stage.OpenAsync();
        stage.Server.Time.Advance(TimeSpan.FromSeconds(11));
        await stage.Host.HeardNothingElseAsync();
    }

    [Fact]
    public async Task Binary_frames_are_malformed_and_an_unreadable_id_is_answered_as_0()
    {
        await using var stage = await Stage.OpenAsync();
        await stage.Host.SendAsync("{}"u8.ToArray(), WebSocketMessageType.Binary);
        var answer = await stage.Host.AnswerAsync();
        Assert.Equal(("malformed", 0), (answer.Code, answer.Id));
    }

    [Fact]
    public async Task The_largest_frame_passes_in_pieces()
    {
        await using var stage = await Stage.OpenAsync();
        var empty = """{"id":9,"type":"hear","x":""}""";
        var frame = empty.Insert(empty.Length - 2, new string('a', SignallingLimits.LargestFrame - empty.Length));
        await stage.Host.SendAsync(frame);
        Assert.Equal("unknown_type", (await stage.Host.AnswerAsync()).Code);
    }

    [Fact]
    public async Task The_rate_refills_with_time()
    {
        await using var stage = await Stage.OpenAsync();
        for (var round = 0; round < 4; round++)
        {
            for (var i = 0; i < 100; i++) { Assert.Equal("unknown_type", (await stage.Host.AskAsync("hear")).Code); }
            stage.Server.Time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public async Task A_peer_that_gives_no_sign_of_life_is_cut()
    {
        var limits = new SignallingLimits { PingAfter = TimeSpan.FromMilliseconds(100), PongWithin = TimeSpan.FromMilliseconds(200) };
        await using var stage = await Stage.OpenAsync(limits);
        // A bare socket that takes the upgrade and then never reads a ping, let alone answers one.
        using var dead = new TcpClient();
        await dead.ConnectAsync(stage.Server.Address.Host, stage.Server.Address.Port);
        await dead.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"GET /signal/{stage.Meeting.Id.RoutingKey} HTTP/1.1\r\nHost: {stage.Server.Address.Authority}\r\nUpgrade: websocket\r\n"
            + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var buffer = new byte[4096];
        try
        {
            while (await dead.GetStream().ReadAsync(buffer, patience.Token) > 0) { }
        }
        catch (IOException)
        {
            // Reset: cut as well.
        }
        // The living one, whose socket answers pings by itself, is still there after as many of them.
        await stage.Host.HeardNothingElseAsync();
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_cut_and_the_others_go_on()
    {
        await using var stage = await Stage.OpenAsync();
        var slow = await stage.MemberAsync(0, stage.Host);
        var sender = await stage.MemberAsync(1, stage.Host);
        slow.StopReading();
        var body = Text(TestEnvelope.Make(message: 48 * 1024));
        // Kernel buffers take the first megabytes; the burst of 300 is 20 MB.
        for (var i = 0; i < 280 && !stage.Host.Heard.Contains("left"); i++) { _ = (await sender.AskAsync("send", new { body })).Ok; }
        string name;
        do { name = (await stage.Host.NextAsync()).GetProperty("event").GetString()!; } while (name == "message");
        Assert.Equal("left", name);
        Assert.Equal("unknown_type", (await stage.Host.AskAsync("hear")).Code);
    }

    private static Uri Signal(TestServer server, string key) => new UriBuilder(server.Address) { Scheme = "ws", Path = $"/signal/{key}" }.Uri;
}
