// SPDX-License-Identifier: Apache-2.0
using Vigil.Tlog.Tiles;

namespace Vigil.Tlog.Audit;

/// <summary>One thing that is wrong: the kind, a sentence, and where.</summary>
public sealed record AuditFinding(AuditCode Code, string Reason)
{
    public TilePath? Tile { get; init; }

    /// <summary>For <see cref="AuditCode.RuleBroken"/> where rules have names: which one.</summary>
    public string? Rule { get; init; }

    /// <summary>Index of the entry.</summary>
    public ulong? Entry { get; init; }

    /// <summary>For <see cref="AuditCode.Forked"/> and <see cref="AuditCode.Shrunk"/>: the earlier checkpoint, as it was signed.</summary>
    public ReadOnlyMemory<byte> Evidence { get; init; }
}
