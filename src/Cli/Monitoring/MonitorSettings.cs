// SPDX-License-Identifier: Apache-2.0
using Vigil.Cli.Auditing;

namespace Vigil.Cli.Monitoring;

/// <summary>What to watch, how often, and whom to tell.</summary>
internal sealed record MonitorSettings(AuditSettings Audit, TimeSpan Every)
{
    /// <summary>A shell command, run on each verdict that is not good.</summary>
    public string? Alarm { get; init; }

    /// <summary>The Atom file.</summary>
    public string? Feed { get; init; }
    public bool Json { get; init; }
}
