// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Cli.Auditing;

/// <summary>What to audit and how strictly.</summary>
internal sealed record AuditSettings
{
    /// <summary>Address or folder of the log, as it was typed.</summary>
    public required string Target { get; init; }

    public string? State { get; init; }
    public string? PolicyFile { get; init; }
    public IReadOnlyList<string> VerifierKeys { get; init; } = [];
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromHours(24);
    public bool RequireAllWitnesses { get; init; } = true;

    /// <summary>The member of the staff whose acts are to be listed.</summary>
    public string? By { get; init; }

    /// <summary>Look at every served file again, also at those that were downloaded before.</summary>
    public bool Refetch { get; init; }
}
