// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Crypto;
using Vigil.Server.Log.Cosigning;
using Vigil.Server.Log.Files;
using Vigil.Server.Log.Opening;
using Vigil.Server.Staff;
using Vigil.Tlog.Entries;
using Vigil.Tlog.Keys;
using Vigil.Tlog.Notes;

namespace Vigil.Server.Log;

/// <summary>This server's public log: entries go in here, files come out for everybody.</summary>
internal sealed class PublicLog : IAsyncDisposable
{
    private readonly IDisposable _lock;
    private readonly LogIdentity _identity;
    private readonly LogWriter _writer;
    private readonly Publisher _publisher;
    private readonly Sequencer _sequencer;

    private PublicLog(IDisposable @lock, LogIdentity identity, LogWriter writer, Publisher publisher, Sequencer sequencer, StaffLog staff) =>
        (_lock, _identity, _writer, _publisher, _sequencer, Staff) = (@lock, identity, writer, publisher, sequencer, staff);

    public string Origin => _identity.Origin;

    public VerifierKey Key => _identity.Signer.Key;

    /// <summary>This server's key as a witness for other logs.</summary>
    public Vigil.Tlog.Checkpoints.Cosigner Cosigner => _identity.Cosigner;

    /// <summary>The newest checkpoint on the disk; it may still lack cosignatures.</summary>
    public SignedHead Signed => _writer.Signed!;

    /// <summary>What the world is shown.</summary>
    public Publisher Publisher => _publisher;

    public FolderTiles Tiles => _writer.Tiles;

    /// <summary>What its entries came to for staff when it was opened; from then on <see cref="OrderBook"/> keeps it in step.</summary>
    public StaffLog Staff { get; }

    /// <summary>Appends an entry; the same bytes again, at any later time, give the same index and no second entry.</summary>
    public Task<AppendResult> AppendAsync(LogEntry entry) => _sequencer.AppendAsync(entry);

    /// <summary>Opens the log, or begins it; brings it up to the policy that holds now, and to the stamp key if there is one.</summary>
    /// <param name="options">Where its files are.</param>
    /// <param name="usualOrigin">Its name, if neither the options nor the folder say one.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">For what the operator should know.</param>
    /// <param name="seams">A test's disk, key and network.</param>
    /// <param name="stampKey">Under which others check this server's stamps.</param>
    /// <param name="founding">The staff that a new log begins with; without them it has none for ever.</param>
    /// <exception cref="LogStoreException">with the file that cannot be used</exception>
    public static PublicLog Open(
        LogOptions options, string? usualOrigin, TimeProvider time, ILogger<PublicLog> logger, LogSeams? seams = null, PublicKey? stampKey = null, Founding? founding = null)
    {
        seams ??= new LogSeams();
        var @lock = StoreLock.Take(options.StateFolder);
        LogIdentity? identity = null;
        LogWriter? writer = null;
        try
        {
            var folder = new DurableFolder(seams.Files, options.Folder, isPrivate: false);
            var state = new DurableFolder(seams.Files, options.StateFolder, isPrivate: true);
            var places = new SignedPlaces(state, new DurableFolder(seams.Files, options.SecondFolder, isPrivate: true));
            var hasLog = !places.AreEmpty || folder.ReadIfThere(Publisher.FileName) is not null;
            identity = LogIdentity.LoadOrCreate(state, options.Origin, usualOrigin, hasLog, seams.WrapSigner);
            writer = LogOpening.Open(identity, folder, state, places, logger);
            if (writer.Signed is null) { Begin(writer, identity, options, time, founding); }
            else if (founding is not null) { throw new LogStoreException(options.Folder, "there is a log already: whether it has staff was settled when it began"); }
            var staff = new StaffLog(identity.Origin);
            var replay = new OrderReplay(staff, writer.Tiles, logger);
            replay.CatchUp(writer.Signed!.Head);
            StandingEntries.Bring(writer, state, Standing(writer, identity, state, options, stampKey), staff, time.GetUtcNow());
            replay.CatchUp(writer.Signed!.Head);
            var publisher = new Publisher(writer.Signed!, folder, WitnessPolicy.Read(options.PolicyFile), identity.Signer.Key, options, time, seams.Witnesses, logger);
            var sequencer = new Sequencer(writer, seams.MaxBatch is { } most ? options with { MaxBatch = most } : options, time, publisher.Offer, logger);
            logger.LogIsOpen(writer.Signed!.Head.Size, state.PathOf(LogIdentity.LogVkeyFile));
            return new PublicLog(@lock, identity, writer, publisher, sequencer, staff);
        }
        catch
        {
            writer?.Dispose();
            identity?.Dispose();
            @lock.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _sequencer.DisposeAsync();
        await _publisher.DisposeAsync();
        _writer.Dispose();
        _identity.Dispose();
        _lock.Dispose();
    }

    private static StandingEntry[] Standing(LogWriter writer, LogIdentity identity, DurableFolder state, LogOptions options, PublicKey? stampKey) =>
    [
        .. StandingEntries.OfSchema(writer, state, options.Schema),
        .. stampKey is null ? [] : new[] { StandingEntry.StampKey(identity.Origin, stampKey) },
        .. StandingEntries.OfPolicy(identity, state, options.PolicyFile),
    ];

    private static void Begin(LogWriter writer, LogIdentity identity, LogOptions options, TimeProvider time, Founding? founding) => writer.Commit(founding is null
        ? FirstEntries.Create(identity, options.WebOrigin ?? OriginName.WebOrigin(identity.Origin, options.WebPort)!, time.GetUtcNow())
        : FirstEntries.Create(identity, founding, time.GetUtcNow()));
}

/// <summary>What tests put in the place of the disk, the key and the network.</summary>
internal sealed record LogSeams
{
    public IFileSystem Files { get; init; } = new UnixFiles();

    public Func<ISigner, ISigner>? WrapSigner { get; init; }

    public HttpMessageHandler? Witnesses { get; init; }

    /// <summary>1: no entry waits for others, where the clock that would end the waiting stands still.</summary>
    public int? MaxBatch { get; init; }
}
