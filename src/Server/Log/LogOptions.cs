// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Server.Log;

/// <summary>Where the log's files are and how it works.</summary>
internal sealed record LogOptions
{
    /// <summary>What the world may read: <c>checkpoint</c> and <c>tile/</c>, as any web server would serve them.</summary>
    public required string Folder { get; init; }

    /// <summary>What it may not: keys, configuration, the last signed checkpoint, the index of ids.</summary>
    public required string StateFolder { get; init; }

    /// <summary>The second place of the last signed checkpoint; best on another disk.</summary>
    public required string SecondFolder { get; init; }

    /// <summary>The log's name for ever; null takes the one that it has.</summary>
    public string? Origin { get; init; }

    /// <summary>Where people open the web client, if it was said; a new log names it. Else it is made of the log's host and <see cref="WebPort"/>.</summary>
    public string? WebOrigin { get; init; }

    /// <summary>The port of the web client, for the genesis; null where addresses need not name it.</summary>
    public int? WebPort { get; init; }

    /// <summary>All tables of the database, as the log must say them.</summary>
    public string Schema { get; init; } = Storage.Schema.Text;

    /// <summary>The policy file that says which witnesses must have cosigned; null for none.</summary>
    public string? PolicyFile { get; init; }

    /// <summary>How long the first entry of a batch waits for others.</summary>
    public TimeSpan BatchInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>A batch is closed early when it has so many entries, or <see cref="MaxBatchBytes"/>.</summary>
    public int MaxBatch { get; init; } = 4096;

    public int MaxBatchBytes { get; init; } = 8 << 20;

    /// <summary>More waiting entries, or <see cref="MaxQueuedBytes"/>, are refused: a queue that grows hides that the disk is too slow.</summary>
    public int MaxQueued { get; init; } = 16_384;

    public long MaxQueuedBytes { get; init; } = 64 << 20;

    /// <summary>How long a witness may take.</summary>
    public TimeSpan WitnessTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>After a round without quorum.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// An idle log's checkpoint gets fresh cosignatures: browsers want a whole quorum within 24 h, and some witness may be away for
    /// half a day.
    /// </summary>
    public TimeSpan RecosignAfter { get; init; } = TimeSpan.FromHours(8);
}
