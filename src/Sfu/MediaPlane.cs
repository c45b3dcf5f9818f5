// SPDX-License-Identifier: Apache-2.0
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Vigil.Rtc.Dtls;
using Vigil.Rtc.Net;
using Vigil.Sfu.Ortc;
using Vigil.Sfu.Workers;

namespace Vigil.Sfu;

/// <summary>The workers that forward everybody's packets.</summary>
public sealed class MediaPlane : IAsyncDisposable
{
    /// <summary>Browsers compare the fingerprint, not the dates; a year is longer than a process should live.</summary>
    private static readonly TimeSpan CertificateLife = TimeSpan.FromDays(365);

    private readonly ILogger logger;
    private readonly DtlsCertificate certificate;
    private readonly DtlsContext context;
    private readonly WorkerThread[] workers;
    private readonly int[] routersOn;
    private readonly IReadOnlyList<IceCandidate>[] candidates;
    private readonly Task eventPump;

    // Without a bound of its own: each thing closes once, so it never holds more than the workers held.
    private readonly Channel<(Router Router, MediaEvent Happened)> events =
        Channel.CreateUnbounded<(Router, MediaEvent)>(new UnboundedChannelOptions { SingleReader = true });

    private MediaPlane(SfuOptions options, ILoggerFactory loggers, TimeProvider time)
    {
        logger = loggers.CreateLogger("Vigil.Sfu");
        var utc = time.GetUtcNow();
        certificate = DtlsCertificate.Create(utc.AddDays(-1), utc + CertificateLife);
        context = new DtlsContext(certificate);
        var fingerprint = new DtlsFingerprint("sha-256", certificate.Sha256Fingerprint);
        var origin = time.GetTimestamp();
        workers = new WorkerThread[options.Workers];
        try
        {
            for (var i = 0; i < workers.Length; i++)
            {
                workers[i] = new WorkerThread(options, i, context, fingerprint, () => Milliseconds(time, origin), OnFault);
            }
        }
        catch
        {
            foreach (var worker in workers) { worker?.Dispose(); }
            context.Dispose();
            certificate.Dispose();
            throw;
        }
        routersOn = new int[workers.Length];
        candidates = [.. workers.Select(worker => IceCandidates.For(options, worker.Port))];
        foreach (var worker in workers) { worker.Start(); }
        eventPump = Task.Run(PumpEventsAsync);
        Log.Started(logger, options.Workers, options.SlabSlots);
    }

    /// <summary>What clients load.</summary>
    public RtpCapabilities RtpCapabilities { get; } = RouterCapabilities.Supported;

    /// <summary>Binds the sockets and starts the threads. Throws if the options cannot work or a port is taken.</summary>
    public static MediaPlane Start(SfuOptions options, ILoggerFactory logger, TimeProvider time)
    {
        if (options.Problem is { } problem) { throw new ArgumentException(problem, nameof(options)); }
        return new MediaPlane(options, logger, time);
    }

    /// <summary>A new meeting, on the worker that has the fewest.</summary>
    public Router CreateRouter()
    {
        var least = 0;
        for (var i = 1; i < workers.Length; i++)
        {
            if (Load(i) < Load(least)) { least = i; }
        }
        Interlocked.Increment(ref routersOn[least]);
        return new Router(workers[least], candidates[least], Raise, () => Interlocked.Decrement(ref routersOn[least]));
    }

    /// <summary>Totals of all workers.</summary>
    public MediaCounters ReadCounters()
    {
        var drops = new Dictionary<DropReason, long>();
        var sum = new WorkerCounters();
        foreach (var worker in workers)
        {
            sum = sum.Plus(worker.ReadCounters());
            for (var reason = DropReason.None + 1; reason < DropReason.Count; reason++)
            {
                if (worker.Drops[reason] is > 0 and var count) { drops[reason] = drops.GetValueOrDefault(reason) + count; }
            }
        }
        return new MediaCounters(
            sum.PacketsReceived, sum.BytesReceived, sum.PacketsForwarded, sum.BytesForwarded, sum.PacketsResent, sum.Handshakes, sum.Faults,
            sum.Transports, sum.FreeSlots, drops);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in workers) { worker.Dispose(); }
        events.Writer.TryComplete();
        await eventPump.ConfigureAwait(false);
        context.Dispose();
        certificate.Dispose();
        Log.Stopped(logger);
    }

    private static long Milliseconds(TimeProvider time, long origin) => (long)time.GetElapsedTime(origin).TotalMilliseconds;

    private int Load(int index) => Volatile.Read(ref routersOn[index]) + workers[index].ReadCounters().Transports;

    private void Raise(Router router, MediaEvent happened) => events.Writer.TryWrite((router, happened));

    private async Task PumpEventsAsync()
    {
        await foreach (var (router, happened) in events.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            try { router.Raise(happened); }
            catch (Exception e) when (e is not OutOfMemoryException) { Log.SubscriberFault(logger, e.GetType().Name, e.StackTrace); }
        }
    }

    private void OnFault(Exception e) => Log.Fault(logger, e.GetType().Name, e.StackTrace);
}
