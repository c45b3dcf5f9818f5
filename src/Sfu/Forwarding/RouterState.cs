// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Stun;
using Vigil.Sfu.Ortc;
using Vigil.Sfu.Workers;

namespace Vigil.Sfu.Forwarding;

/// <summary>One meeting's transports, producers and consumers, on its worker's thread. <see cref="Router"/> is how other threads reach it.</summary>
internal sealed class RouterState(Worker worker, IReadOnlyList<IceCandidate> candidates, Action<MediaEvent> raise)
{
    /// <summary>More consumers than 100 participants with two tracks each can have; a bound for a caller that loses count.</summary>
    private const int MaxConsumersPerTransport = 1024;

    private readonly Dictionary<string, Transport> transports = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Producer> producers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Consumer> consumers = new(StringComparer.Ordinal);

    public TransportInfo CreateTransport(TransportDirection direction, long now)
    {
        var credentials = IceCredentials.Create();
        var transport = new Transport(worker, this, MediaId.New(), direction, credentials, now);
        transports.Add(transport.Id, transport);
        return new TransportInfo(
            transport.Id,
            new IceParameters(credentials.UsernameFragment, credentials.Password, IceLite: true),
            candidates,
            new DtlsParameters("auto", [worker.Handshakes.Fingerprint]));
    }

    public MediaResult ConnectTransport(string id, DtlsParameters remote, long now)
    {
        if (!transports.TryGetValue(id, out var transport)) { return MediaResult.NotFound("transport"); }
        if (transport.WasConnectCalled) { return new(MediaError.WrongState, "The transport is connected already."); }
        if (!DtlsNegotiation.TryNegotiate(remote, out var fingerprint, out var problem)) { return new(MediaError.Unsupported, problem); }
        transport.Expect(fingerprint, now);
        return MediaResult.Ok;
    }

    public MediaResult<string> Produce(string transportId, string kind, RtpParameters parameters, bool paused)
    {
        if (!transports.TryGetValue(transportId, out var transport)) { return MediaResult.NotFound("transport"); }
        if (transport.Direction != TransportDirection.Send) { return new MediaResult(MediaError.WrongState, "The transport is for receiving."); }
        if (transport.Producers.Count == RtcpOutput.MaxStreams) { return new MediaResult(MediaError.Full, "The transport has 31 producers."); }
        if (!ProducerNegotiation.TryNegotiate(kind, parameters, out var negotiated, out var problem))
        {
            return new MediaResult(MediaError.Unsupported, problem);
        }
        if (negotiated.Encodings.Count > 1) { return new MediaResult(MediaError.Unsupported, "encodings: this router takes one"); }

        var producer = new Producer(worker, transport, MediaId.New(), negotiated, paused);
        if (!transport.Streams.TryAdd(producer.Stream))
        {
            return new MediaResult(MediaError.Unsupported, "encodings: another producer of the transport has this ssrc");
        }
        transport.Producers.Add(producer);
        producers.Add(producer.Id, producer);
        return producer.Id;
    }

    public MediaResult<ConsumerInfo> Consume(string transportId, string producerId, RtpCapabilities client)
    {
        if (!transports.TryGetValue(transportId, out var transport)) { return MediaResult.NotFound("transport"); }
        if (!producers.TryGetValue(producerId, out var producer)) { return MediaResult.NotFound("producer"); }
        if (transport.Direction != TransportDirection.Receive) { return new MediaResult(MediaError.WrongState, "The transport is for sending."); }
        if (transport.Consumers.All.Length == MaxConsumersPerTransport) { return new MediaResult(MediaError.Full, "The transport has 1024 consumers."); }

        var ssrc = transport.Consumers.NewSsrc();
        var mid = transport.Consumers.NextMid();
        if (!ConsumerNegotiation.TryNegotiate(
            producer.Parameters, client, ssrc, ssrc + 1, mid, producer.Transport.Cname, out var negotiated, out var problem))
        {
            return new MediaResult(MediaError.Unsupported, problem);
        }
        var consumer = new Consumer(worker, transport, producer, MediaId.New(), negotiated);
        transport.Consumers.Add(consumer);
        producer.Add(consumer);
        consumers.Add(consumer.Id, consumer);
        return new ConsumerInfo(consumer.Id, producer.Id, producer.Parameters.Kind, negotiated.Parameters);
    }

    public MediaResult SetProducerPaused(string id, bool paused, long now)
    {
        if (!producers.TryGetValue(id, out var producer)) { return MediaResult.NotFound("producer"); }
        producer.SetPaused(paused, now);
        return MediaResult.Ok;
    }

    public MediaResult SetConsumerPaused(string id, bool paused, long now)
    {
        if (!consumers.TryGetValue(id, out var consumer)) { return MediaResult.NotFound("consumer"); }
        consumer.SetPaused(paused, now);
        return MediaResult.Ok;
    }

    public MediaResult RequestKeyFrame(string consumerId, long now)
    {
        if (!consumers.TryGetValue(consumerId, out var consumer)) { return MediaResult.NotFound("consumer"); }
        consumer.RequestKeyFrame(now);
        return MediaResult.Ok;
    }

    public void CloseTransport(string id)
    {
        if (transports.TryGetValue(id, out var transport)) { Close(transport); }
    }

    /// <summary>A transport that ends by itself.</summary>
    public void CloseTransport(Transport transport, TransportCloseReason reason)
    {
        if (transport.IsClosed) { return; }
        Close(transport);
        raise(new TransportClosed(transport.Id, reason));
    }

    public void CloseProducer(string id)
    {
        if (producers.TryGetValue(id, out var producer)) { Close(producer); }
    }

    public void CloseConsumer(string id)
    {
        if (consumers.TryGetValue(id, out var consumer)) { Close(consumer); }
    }

    public void CloseAll()
    {
        foreach (var transport in transports.Values.ToArray()) { Close(transport); }
    }

    private void Close(Transport transport)
    {
        foreach (var producer in transport.Producers.ToArray())
        {
            Close(producer);
            raise(new ProducerClosed(producer.Id));
        }
        foreach (var consumer in transport.Consumers.All.ToArray())
        {
            Close(consumer);
            raise(new ConsumerClosed(consumer.Id));
        }
        transports.Remove(transport.Id);
        transport.Dispose();
    }

    private void Close(Producer producer)
    {
        foreach (var consumer in producer.Consumers.ToArray())
        {
            Close(consumer);
            raise(new ConsumerClosed(consumer.Id));
        }
        producers.Remove(producer.Id);
        producer.Transport.Producers.Remove(producer);
        producer.Transport.Streams.Remove(producer.Stream);
        producer.Stream.Close();
    }

    private void Close(Consumer consumer)
    {
        consumers.Remove(consumer.Id);
        consumer.Transport.Consumers.Remove(consumer);
        consumer.Producer.Remove(consumer);
    }
}
