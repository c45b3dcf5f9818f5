// SPDX-License-Identifier: Apache-2.0
using Vigil.Orders.Auditing;
using Vigil.Tlog.Audit;
using Vigil.Tlog.Entries;
using Vigil.Tlog.Policies;

namespace Vigil.Cli.Auditing;

internal enum Judgement
{
    Good,

    /// <summary>Evidence of wrongdoing or damage.</summary>
    Refused,

    /// <summary>Nothing was found out.</summary>
    Unchecked,
}

/// <summary>What an audit comes to, for a person, a program and a feed.</summary>
internal sealed record Verdict(Judgement Judgement, string Target, DateTimeOffset Time)
{
    public int ExitCode => Judgement switch
    {
        Judgement.Good => Cli.ExitCode.Good,
        Judgement.Refused => Cli.ExitCode.Refused,
        _ => Cli.ExitCode.Failed,
    };

    /// <summary>Why nothing was found out.</summary>
    public string? Problem { get; init; }

    public LogPolicy? Policy { get; init; }
    public AuditReport? Report { get; init; }
    public IReadOnlyList<AuditFinding> Findings { get; init; } = [];
    public long FindingsTotal { get; init; }
    public IReadOnlyList<string> EvidenceFiles { get; init; } = [];
    public IReadOnlyDictionary<string, ulong> Types { get; init; } = new Dictionary<string, ulong>();
    public IReadOnlyCollection<(ulong Index, LogEntry Entry)> Recent { get; init; } = [];

    /// <summary>What the staff did, and who they are.</summary>
    public OrdersRule? Orders { get; init; }

    /// <summary>What one of them did, if that was asked.</summary>
    public StaffActs? Acts { get; init; }

    /// <summary>Narrower tiles of earlier trees that agree with this one.</summary>
    public int LeftOvers { get; init; }
    public int TilesAhead { get; init; }
    public int ForeignFiles { get; init; }
    public long FilesFetched { get; init; }
    public long FilesReused { get; init; }
    public string? StateFolder { get; init; }
    public TimeSpan Elapsed { get; init; }
}
