// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Log.Cosigning;
using Vigil.Server.Log.Files;
using Vigil.Tlog.Notes;
using Vigil.Tlog.Policies;

namespace Vigil.Server.Log;

/// <summary>
/// Shows the newest signed checkpoint to the world once enough witnesses have cosigned it; until then the last one that had enough
/// stays. One loop; the writer does not wait for it.
/// </summary>
internal sealed class Publisher : IAsyncDisposable
{
    public const string FileName = "checkpoint";

    private const int LongestAnswer = 64 * 1024;

    private readonly DurableFolder _folder;
    private readonly LogPolicy? _policy;
    private readonly LogOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<PublicLog> _logger;
    private readonly HttpClient _http;
    private readonly IReadOnlyList<WitnessClient> _witnesses;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly Task _running;
    private SignedHead _newest;
    private TaskCompletionSource _offered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _published = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Published? _current;

    public Publisher(
        SignedHead newest, DurableFolder folder, LogPolicy? policy, VerifierKey key, LogOptions options, TimeProvider time, HttpMessageHandler? handler, ILogger<PublicLog> logger)
    {
        (_newest, _folder, _policy, _options, _time, _logger) = (newest, folder, policy, options, time, logger);
        _http = new HttpClient(handler ?? new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }, disposeHandler: handler is null) { MaxResponseContentBufferSize = LongestAnswer, Timeout = Timeout.InfiniteTimeSpan };
        var tiles = new FolderTiles(folder);
        _witnesses = [.. (policy?.Witnesses ?? []).Where(w => w.Url is not null).Select(w => new WitnessClient(w, _http, tiles, time, options.WitnessTimeout))];
        if (folder.ReadIfThere(FileName) is { } bytes) { _current = new Published(SignedHead.Read(bytes, key, folder.PathOf(FileName)).Head, bytes); }
        // Where nobody is to be asked, the first request already finds it.
        PublishIfNobodyIsNeeded(newest);
        _running = Task.Run(RunAsync);
    }

    /// <summary>The last final checkpoint; null while there never was one.</summary>
    public Published? Current => _current;

    /// <summary>Completes when a checkpoint of at least this size is final.</summary>
    public async Task<Published> WhenPublishedAsync(ulong size, CancellationToken cancelled = default)
    {
        while (true)
        {
            Task next;
            lock (_gate)
            {
                if (_current is { } current && current.Head.Size >= size) { return current; }
                next = _published.Task;
            }
            await next.WaitAsync(cancelled);
        }
    }

    /// <summary>A newer checkpoint was signed.</summary>
    public void Offer(SignedHead signed)
    {
        lock (_gate)
        {
            if (signed.Head.Size <= _newest.Head.Size) { return; }
            _newest = signed;
            _offered.TrySetResult();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        PublishTheLast();
        _http.Dispose();
        _stop.Dispose();
    }

    /// <summary>What was acknowledged is to be found in the folder of a server that was shut down, where no witness has a say.</summary>
    private void PublishTheLast()
    {
        try { PublishIfNobodyIsNeeded(_newest); }
        catch (Exception e) { _logger.PublishingFailed(_newest.Head.Size, e.GetType().Name, e.Message); }
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            SignedHead newest;
            Task offered;
            lock (_gate)
            {
                newest = _newest;
                // What is offered from here on is for the next round.
                _offered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                offered = _offered.Task;
            }
            var isFinal = await TryRoundAsync(newest);
            await WaitAsync(offered, isFinal ? _options.RecosignAfter : _options.RetryAfter);
        }
    }

    /// <summary>The one place that catches: a disk that is full and a witness that is mad are both reasons to try again later.</summary>
    private async Task<bool> TryRoundAsync(SignedHead newest)
    {
        try { return await RoundAsync(newest); }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested) { return false; }
        catch (Exception e)
        {
            _logger.PublishingFailed(newest.Head.Size, e.GetType().Name, e.Message);
            return false;
        }
    }

    /// <remarks>
    /// (1) all witnesses at once                                     <see cref="WitnessClient.CosignAsync"/>
    /// (2) as soon as the policy is content, the checkpoint is final
    /// (3) those who answer later are added: monitors want all of them
    /// </remarks>
    private async Task<bool> RoundAsync(SignedHead newest)
    {
        var isFinal = PublishIfNobodyIsNeeded(newest);
        var cosigned = new Dictionary<PolicyWitness, WitnessReply>();
        var written = 0;
        // (1)
        var asked = _witnesses.Select(witness => AskAsync(witness, newest)).ToList();
        await foreach (var answered in Task.WhenEach(asked))
        {
            var reply = await answered;
            if (reply.Witness is null) { continue; }
            cosigned.Add(reply.Witness, reply);
            // (2)
            if (written == 0 && IsEnough(cosigned.Keys)) { written = Write(newest, cosigned); }
        }
        // (3)
        if (written > 0 && written < cosigned.Count) { Write(newest, cosigned); }
        isFinal |= written > 0;
        if (!isFinal) { _logger.NoQuorum(newest.Head.Size, cosigned.Count, _witnesses.Count); }
        return isFinal;
    }

    /// <summary>Without a policy, or with <c>quorum none</c>, a checkpoint is final as soon as it is signed.</summary>
    private bool PublishIfNobodyIsNeeded(SignedHead newest)
    {
        if (!IsEnough([])) { return false; }
        if (_current?.Head != newest.Head) { Publish(newest, []); }
        return true;
    }

    private async Task<WitnessReply> AskAsync(WitnessClient witness, SignedHead newest)
    {
        var reply = await witness.CosignAsync(newest, _stop.Token);
        if (reply.IsConflict) { _logger.WitnessConflict(witness.Witness.Name, reply.Problem!); }
        else if (reply.Problem is not null) { _logger.WitnessFailed(witness.Witness.Name, reply.Problem); }
        return reply;
    }

    private int Write(SignedHead newest, Dictionary<PolicyWitness, WitnessReply> cosigned)
    {
        // In the policy's order, so that a checkpoint does not depend on who was faster.
        Publish(newest, [.. _policy!.Witnesses.Where(cosigned.ContainsKey).SelectMany(witness => cosigned[witness].Signatures)]);
        return cosigned.Count;
    }

    private bool IsEnough(IEnumerable<PolicyWitness> cosigned) => _policy is null || _policy.IsQuorum(cosigned.ToHashSet());

    private void Publish(SignedHead signed, IReadOnlyList<NoteSignature> cosignatures)
    {
        var bytes = signed.Note.With(cosignatures).ToBytes();
        _folder.Write(FileName, bytes);
        lock (_gate)
        {
            _current = new Published(signed.Head, bytes);
            _published.TrySetResult();
            _published = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private async Task WaitAsync(Task offered, TimeSpan atMost)
    {
        using var timer = new CancellationTokenSource(atMost, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, _stop.Token);
        await offered.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
