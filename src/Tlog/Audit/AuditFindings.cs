// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Tlog.Audit;

/// <summary>Collects findings; a log that is wrong a million times is described by the first hundred.</summary>
public sealed class AuditFindings
{
    public const int MaxKept = 100;

    private readonly List<AuditFinding> _kept = [];

    public IReadOnlyList<AuditFinding> Kept => _kept;

    public long Total { get; private set; }

    public void Add(AuditFinding finding)
    {
        Total++;
        if (_kept.Count < MaxKept) { _kept.Add(finding); }
    }
}
