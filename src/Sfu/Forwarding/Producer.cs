// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using Vigil.Rtc.Rtp;
using Vigil.Sfu.Ortc;
using Vigil.Sfu.Workers;

namespace Vigil.Sfu.Forwarding;

/// <summary>One track of a participant on its way to everybody who wants it. Owned by one worker thread; nothing here locks.</summary>
internal sealed class Producer
{
    private readonly Worker worker;
    private readonly List<Consumer> consumers = [];

    public Producer(Worker worker, Transport transport, string id, NegotiatedProducer parameters, bool paused)
    {
        this.worker = worker;
        Transport = transport;
        Id = id;
        Parameters = parameters;
        IsPaused = paused;
        Stream = new ReceivedStream(worker, this, parameters.Encodings[0]);
    }

    public string Id { get; }

    public Transport Transport { get; }

    public NegotiatedProducer Parameters { get; }

    public bool IsPaused { get; private set; }

    /// <summary>Its one encoding. Simulcast has several, and then each consumer chooses.</summary>
    public ReceivedStream Stream { get; }

    public ReadOnlySpan<Consumer> Consumers => CollectionsMarshal.AsSpan(consumers);

    public void Add(Consumer consumer) => consumers.Add(consumer);

    public void Remove(Consumer consumer) => consumers.Remove(consumer);

    /// <summary>Offers one packet to each consumer. A slow or broken one loses its own packet, never the others'.</summary>
    public void Forward(in RtpPacket packet, in ForwardedPacket source, long now)
    {
        for (var i = 0; i < consumers.Count; i++)
        {
            var consumer = consumers[i];
            worker.Working = consumer.Transport;
            worker.Drops.Add(consumer.TrySend(packet, source, now));
        }
        worker.Working = Transport;
    }

    /// <summary>While paused nothing is forwarded, and afterwards every consumer starts anew.</summary>
    public void SetPaused(bool paused, long now)
    {
        if (IsPaused == paused) { return; }
        IsPaused = paused;
        if (paused) { return; }
        foreach (var consumer in consumers) { consumer.StartAnew(); }
        RequestKeyFrame(now);
    }

    public void RequestKeyFrame(long now)
    {
        if (Parameters.IsVideo && !IsPaused) { Stream.KeyFrames.Wish(now); }
    }
}
