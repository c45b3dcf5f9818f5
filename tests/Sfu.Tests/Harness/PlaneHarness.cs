// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Logging;
using Vigil.Rtc.Net;
using Vigil.Rtc.Srtp;
using Vigil.Sfu.Ortc;

namespace Vigil.Sfu.Tests.Harness;

/// <summary>A real media plane on loopback with one router, and everything it logs.</summary>
internal sealed class PlaneHarness : IAsyncDisposable, ILoggerFactory, ILogger
{
    private readonly List<UdpPeer> peers = [];

    public PlaneHarness(int workers = 1, int slots = 4096, IPacketTap? tap = null)
    {
        Slots = slots * workers;
        Plane = MediaPlane.Start(new SfuOptions { ListenAddress = IPAddress.Loopback, Workers = workers, SlabSlots = slots, Tap = tap }, this, Time);
        Router = Plane.CreateRouter();
        Router.Events += Events.Enqueue;
    }

    public int Slots { get; }

    public ManualTime Time { get; } = new();

    public MediaPlane Plane { get; }

    public Router Router { get; }

    public ConcurrentQueue<MediaEvent> Events { get; } = new();

    public ConcurrentQueue<string> Logged { get; } = new();

    public long Drops(DropReason reason) => Plane.ReadCounters().Drops.GetValueOrDefault(reason);

    /// <summary>A connected peer.</summary>
    public async Task<(UdpPeer Peer, string TransportId)> ConnectAsync(
        TransportDirection direction, SrtpProfile profile = SrtpProfile.AeadAes128Gcm, bool connectFirst = true, DtlsParameters? claim = null)
    {
        var info = await Router.CreateTransportAsync(direction);
        var peer = new UdpPeer(info, profile);
        peers.Add(peer);
        if (connectFirst) { Assert.True((await Router.ConnectTransportAsync(info.Id, claim ?? peer.DtlsParameters)).IsOk); }
        peer.Connect();
        if (!connectFirst) { Assert.True((await Router.ConnectTransportAsync(info.Id, claim ?? peer.DtlsParameters)).IsOk); }
        // Signalled after the handshake, the fingerprint has still to reach the thread that compares it.
        if (claim is null) { WaitUntil(() => Plane.ReadCounters().Handshakes == peers.Count); }
        return (peer, info.Id);
    }

    public async Task<ConsumerInfo> ConsumeAsync(string transportId, string producerId)
    {
        var consumer = await Router.ConsumeAsync(transportId, producerId, RouterCapabilities.Supported);
        Assert.True(consumer.IsOk, consumer.Problem);
        Assert.True((await Router.SetConsumerPausedAsync(consumer.Value.Id, false)).IsOk);
        return consumer.Value;
    }

    public async Task<string> ProduceAsync(string transportId, uint ssrc)
    {
        var producer = await Router.ProduceAsync(transportId, MediaKind.Video, TestMedia.Video(ssrc, ssrc + 1), paused: false);
        Assert.True(producer.IsOk, producer.Problem);
        return producer.Value;
    }

    public static void WaitUntil(Func<bool> condition)
    {
        var started = Stopwatch.GetTimestamp();
        Assert.True(SpinWait.SpinUntil(condition, TimeSpan.FromSeconds(60)), $"not true after {Stopwatch.GetElapsedTime(started)}");
    }

    public async ValueTask DisposeAsync()
    {
        await Plane.DisposeAsync();
        foreach (var peer in peers) { peer.Dispose(); }
        // In every test: what is logged names nobody.
        Assert.DoesNotContain(Logged, line => line.Contains("127.0.0.1", StringComparison.Ordinal));
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Logged.Enqueue(formatter(state, exception));
}
