// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Signalling.Messages;
using Vigil.Server.Tests.Support;

namespace Vigil.Server.Tests.Signalling;

/// <summary>Whose media is whose, who hears of it, and what a loss takes with it.</summary>
public class MediaTests
{
    private static readonly object Capabilities = new { codecs = Array.Empty<object>() };

    [Fact]
    public async Task A_producer_is_announced_to_members_and_to_those_who_come_later()
    {
        await using var stage = await Stage.OpenAsync();
        var second = await stage.MemberAsync(0, stage.Host);
        var guest = await stage.GuestAsync();
        var producer = await ProduceAsync(second, "camera");

        var added = await stage.Host.NextAsync("producer.added");
        Assert.Equal(producer, added.GetProperty("producer").GetString());
        Assert.Equal(second.ParticipantText, added.GetProperty("participant").GetString());
        Assert.Equal("video", added.GetProperty("kind").GetString());
        Assert.Equal("camera", added.GetProperty("source").GetString());
        Assert.False(added.GetProperty("paused").GetBoolean());
        await second.HeardNothingElseAsync();
        await guest.HeardNothingElseAsync();

        _ = (await second.AskAsync("producer.pause", new { producer })).Ok;
        await stage.Host.NextAsync("producer.paused");
        var third = await stage.MemberAsync(1, stage.Host, second);
        Assert.True((await third.NextAsync("producer.added")).GetProperty("paused").GetBoolean());

        _ = (await second.AskAsync("producer.resume", new { producer })).Ok;
        await third.NextAsync("producer.resumed");
        _ = (await second.AskAsync("producer.close", new { producer })).Ok;
        await third.NextAsync("producer.removed");
        Assert.Equal("not_found", (await second.AskAsync("producer.close", new { producer })).Code);
    }

    [Theory]
    [InlineData("microphone", "audio")]
    [InlineData("camera", "video")]
    [InlineData("screen", "video")]
    [InlineData("screenAudio", "audio")]
    public async Task Members_hear_of_which_source_a_producer_is(string source, string kind)
    {
        await using var stage = await Stage.OpenAsync();
        var second = await stage.MemberAsync(0, stage.Host);
        _ = await ProduceAsync(second, source);
        var added = await stage.Host.NextAsync("producer.added");
        Assert.Equal((source, kind), (added.GetProperty("source").GetString(), added.GetProperty("kind").GetString()));
    }

    [Theory]
    [InlineData("Screen")]
    [InlineData("screen_audio")]
    [InlineData("")]
    public async Task Another_source_is_refused(string source)
    {
        await using var stage = await Stage.OpenAsync();
        var transport = await TransportAsync(stage.Host, "send");
        Assert.Equal("malformed", (await ProduceOnAsync(stage.Host, transport, source)).Code);
    }

    [Fact]
    public async Task A_consumer_is_its_owners_and_goes_with_its_producer()
    {
        await using var stage = await Stage.OpenAsync();
        var second = await stage.MemberAsync(0, stage.Host);
        var producer = await ProduceAsync(second, "microphone");
        await stage.Host.NextAsync("producer.added");

        Assert.Equal("wrong_state", (await ConsumeAsync(stage.Host, producer)).Code);
        _ = await TransportAsync(stage.Host, "recv");
        var consumed = (await ConsumeAsync(stage.Host, producer)).Ok;
        var consumer = consumed.GetProperty("consumer").GetString();
        Assert.Equal(producer, consumed.GetProperty("producer").GetString());
        Assert.Equal("too_many", (await ConsumeAsync(stage.Host, producer)).Code);
        Assert.Equal("not_found", (await ConsumeAsync(second, producer, withTransport: true)).Code);

        foreach (var request in new[] { "consumer.resume", "consumer.keyFrame", "consumer.pause" })
        {
            Assert.Equal("not_found", (await second.AskAsync(request, new { consumer })).Code);
            _ = (await stage.Host.AskAsync(request, new { consumer })).Ok;
        }
        Assert.Equal([$"pause {consumer} False", $"keyFrame {consumer}", $"pause {consumer} True"], stage.Router.Calls);

        _ = (await second.AskAsync("producer.close", new { producer })).Ok;
        await stage.Host.NextAsync("producer.removed");
        Assert.Equal("not_found", (await stage.Host.AskAsync("consumer.close", new { consumer })).Code);
    }

    [Fact]
    public async Task There_is_one_transport_of_each_direction_and_it_is_its_owners()
    {
        await using var stage = await Stage.OpenAsync();
        var guest = await stage.GuestAsync();
        var transport = await TransportAsync(guest, "send");
        Assert.Equal("too_many", (await guest.AskAsync("transport.create", new { direction = "send" })).Code);
        _ = await TransportAsync(guest, "recv");
        _ = (await guest.AskAsync("transport.connect", new { transport, dtlsParameters = new { } })).Ok;
        Assert.Equal("not_found", (await stage.Host.AskAsync("transport.connect", new { transport, dtlsParameters = new { } })).Code);
        Assert.Equal("not_found", (await ProduceOnAsync(stage.Host, transport, "camera")).Code);
    }

    [Fact]
    public async Task A_transport_that_closes_takes_its_producers_and_may_be_made_again()
    {
        await using var stage = await Stage.OpenAsync();
        var second = await stage.MemberAsync(0, stage.Host);
        var transport = await TransportAsync(second, "send");
        _ = (await ProduceOnAsync(second, transport, "camera")).Ok;
        await stage.Host.NextAsync("producer.added");

        stage.Router.CloseByItself(transport, TransportEnd.Ice);
        var closed = await second.NextAsync("transport.closed");
        Assert.Equal(transport, closed.GetProperty("transport").GetString());
        Assert.Equal("ice", closed.GetProperty("reason").GetString());
        await stage.Host.NextAsync("producer.removed");
        Assert.NotEqual(transport, await TransportAsync(second, "send"));
    }

    [Fact]
    public async Task A_producer_of_a_transport_that_closed_meanwhile_is_not_announced()
    {
        await using var stage = await Stage.OpenAsync();
        var second = await stage.MemberAsync(0, stage.Host);
        var transport = await TransportAsync(second, "send");
        var gate = new TaskCompletionSource();
        stage.Router.ProduceGate = gate.Task;
        var producing = ProduceOnAsync(second, transport, "camera");
        stage.Router.CloseByItself(transport, TransportEnd.Dtls);
        await second.NextAsync("transport.closed");
        gate.SetResult();
        // Either the transport was gone before the request was read, or while it was worked off.
        Assert.Contains((await producing).Code, new[] { "not_found", "wrong_state" });
        await stage.Host.HeardNothingElseAsync();
    }

    [Fact]
    public async Task One_who_leaves_takes_transports_and_producers_along_and_the_last_one_the_router()
    {
        await using var stage = await Stage.OpenAsync();
        var second = await stage.MemberAsync(0, stage.Host);
        var transport = await TransportAsync(second, "send");
        _ = (await ProduceOnAsync(second, transport, "camera")).Ok;
        await stage.Host.NextAsync("producer.added");
        _ = (await second.AskAsync("leave")).Ok;
        await stage.Host.NextAsync("left");
        await stage.Host.NextAsync("producer.removed");
        Assert.Contains($"close {transport}", stage.Router.Calls);

        _ = (await stage.Host.AskAsync("leave")).Ok;
        Assert.True(stage.Router.IsDisposed);
    }

    [Fact]
    public async Task A_router_that_is_gone_before_a_transport_of_its_was_closed_is_no_fault()
    {
        await using var stage = await Stage.OpenAsync();
        await TransportAsync(stage.Host, "send");
        var gate = new TaskCompletionSource();
        stage.Router.CloseGate = gate.Task;
        _ = (await stage.Host.AskAsync("leave")).Ok;
        Assert.True(stage.Router.IsDisposed);
        gate.SetResult();
        Assert.DoesNotContain(stage.Server.Log.Entries, entry => entry.Event == 1204);
    }

    [Fact]
    public async Task Six_producers_are_enough()
    {
        await using var stage = await Stage.OpenAsync();
        var transport = await TransportAsync(stage.Host, "send");
        for (var i = 0; i < 6; i++) { _ = (await ProduceOnAsync(stage.Host, transport, "camera")).Ok; }
        Assert.Equal("too_many", (await ProduceOnAsync(stage.Host, transport, "camera")).Code);
    }

    private static async Task<string> TransportAsync(TestClient client, string direction) =>
        (await client.AskAsync("transport.create", new { direction })).Ok.GetProperty("transport").GetString()!;

    private static async Task<string> ProduceAsync(TestClient client, string source) =>
        (await ProduceOnAsync(client, await TransportAsync(client, "send"), source)).Ok.GetProperty("producer").GetString()!;

    private static Task<Answer> ProduceOnAsync(TestClient client, string transport, string source) => client.AskAsync("produce", new
    {
        transport,
        kind = source is "camera" or "screen" ? "video" : "audio",
        source,
        rtpParameters = new { codecs = Array.Empty<object>() },
        paused = false,
    });

    private static async Task<Answer> ConsumeAsync(TestClient client, string producer, bool withTransport = false)
    {
        if (withTransport) { await TransportAsync(client, "recv"); }
        return await client.AskAsync("consume", new { producer, rtpCapabilities = Capabilities });
    }
}
