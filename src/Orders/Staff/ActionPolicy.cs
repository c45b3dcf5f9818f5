// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Orders.Staff;

/// <summary>What one action takes (docs/protocol/orders.md section 4).</summary>
public sealed record ActionPolicy
{
    /// <summary>People who count.</summary>
    public required int Approvals { get; init; }

    /// <summary>The roster must have so many.</summary>
    public required int Of { get; init; }

    /// <summary>No so-many-less-one jurisdictions may have a hold on all who count.</summary>
    public required int Jurisdictions { get; init; }

    /// <summary>Different reporting lines.</summary>
    public required int Lines { get; init; }

    /// <summary>Each is held by somebody who counts.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>From the authorising entry to the act.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>From the notice to the act.</summary>
    public TimeSpan Notice { get; init; }

    /// <summary>From the proposal to its end.</summary>
    public required TimeSpan Window { get; init; }

    /// <summary>How long the effect may last, where it ends by itself.</summary>
    public TimeSpan? Longest { get; init; }

    /// <summary>Effects longer than this...</summary>
    public TimeSpan? LongOver { get; init; }

    /// <summary>...take so many people.</summary>
    public int LongApprovals { get; init; }

    /// <summary>How many people an effect of this length takes.</summary>
    public int ApprovalsFor(TimeSpan effect) => LongOver is { } over && effect > over ? LongApprovals : Approvals;
}
