// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Log;
using Vigil.Server.Log.Opening;
using Vigil.Server.Serving;
using Vigil.Server.Storage;

namespace Vigil.Server.Ceremonies;

/// <summary>How it ended: who declined, with which word; null if nobody did and the log has begun.</summary>
public sealed record CeremonyEnd(string? Decliner, string? Word);

/// <summary>Serves the page of the ceremony and nothing else, until it is over.</summary>
public sealed class CeremonyServer : IAsyncDisposable
{
    /// <summary>For the last pages to learn how it ended; whoever comes later sees the log.</summary>
    private static readonly TimeSpan LastWord = TimeSpan.FromSeconds(30);

    private readonly WebApplication _application;
    private readonly Ceremony _ceremony;
    private readonly LogIdentity _identity;
    private readonly IDisposable _lock;
    private readonly TimeProvider _time;
    private readonly string _folder;

    private CeremonyServer(WebApplication application, Ceremony ceremony, LogIdentity identity, IDisposable @lock, TimeProvider time, string folder, IReadOnlyList<FounderLink> links)
    {
        (_application, _ceremony, _identity, _lock, _time, _folder) = (application, ceremony, identity, @lock, time, folder);
        Links = links;
    }

    /// <summary>Where the pages are.</summary>
    public string Origin => _ceremony.Now.Record.WebOrigin;

    /// <summary>Where this machine finds them.</summary>
    internal Uri Address => new(_application.Urls.First());

    /// <summary>One for each person, to be handed over by a way that reaches only them. Empty if they were made before: nobody keeps them.</summary>
    public IReadOnlyList<FounderLink> Links { get; }

    /// <summary>Begins a ceremony by a plan, or, without one, goes on with the one that is under way.</summary>
    /// <exception cref="StartException">with a reason for the person who started it</exception>
    public static async Task<CeremonyServer> StartAsync(ServeOptions options, CeremonyPlan? plan, bool newLinks = false, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Check() is { Count: > 0 } problems) { throw new StartException(problems); }
        time ??= TimeProvider.System;
        IDisposable? @lock = null;
        LogIdentity? identity = null;
        WebApplication? application = null;
        try
        {
            DataFolder.Open(options.Data, out _);
            var folder = CeremonyFolder.Of(options);
            @lock = StoreLock.Take(folder.Root);
            identity = CeremonyStart.OpenIdentity(options);
            var (record, links) = CeremonyStart.Take(folder, identity, options, plan, newLinks, time);
            application = CeremonyApplication.Build(options, time);
            var begin = new Beginning(options.LogOptions, time, application.Services.GetRequiredService<ILogger<PublicLog>>());
            var ceremony = new Ceremony(record, folder, identity, begin.Begin);
            CeremonyApplication.Map(application, ceremony);
            await application.StartAsync();
            return new CeremonyServer(application, ceremony, identity, @lock, time, folder.Root, links);
        }
        catch (Exception e)
        {
            if (application is not null) { await application.DisposeAsync(); }
            identity?.Dispose();
            @lock?.Dispose();
            if (e is DatabaseException or LogStoreException or IOException) { throw new StartException(e.Message); }
            throw;
        }
    }

    /// <summary>Null if the process is told to stop before the end: the same command goes on.</summary>
    public async Task<CeremonyEnd?> WaitAsync()
    {
        var stopped = _application.WaitForShutdownAsync();
        await Task.WhenAny(_ceremony.Over, stopped);
        if (!_ceremony.Over.IsCompleted) { return null; }
        await Task.WhenAny(_ceremony.EverybodyKnows, Task.Delay(LastWord, _time), stopped);
        var (record, hasBegun) = _ceremony.Now;
        if (!hasBegun) { return new CeremonyEnd(record.Declined!.Id, record.Declined.Word); }
        // All of it is in the log now.
        Directory.Delete(_folder, recursive: true);
        return new CeremonyEnd(null, null);
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
        _identity.Dispose();
        _lock.Dispose();
    }
}
