// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Tlog.Audit;

/// <summary>How strict an audit is.</summary>
public sealed record AuditOptions
{
    /// <summary>How old the newest cosignature may be.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How far a witness's clock may be ahead.</summary>
    public TimeSpan MaxSkew { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Monitors ask for every witness: then clients are safe with a bare majority.</summary>
    public bool RequireAllWitnesses { get; init; }

    public IReadOnlyList<IEntryRule> Rules { get; init; } = [];
}
