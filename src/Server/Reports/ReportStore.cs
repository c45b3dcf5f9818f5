// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Log.Files;

namespace Vigil.Server.Reports;

/// <summary>Verified reports as files, for those who handle them; byte for byte what was posted. On the disk when <see cref="Add"/> returns.</summary>
internal sealed class ReportStore(DurableFolder folder)
{
    private readonly Lock _gate = new();

    public ReportId Add(ReadOnlyMemory<byte> report)
    {
        var id = ReportId.Random();
        lock (_gate) { folder.Write($"{Convert.ToHexStringLower(id.Span)}.json", report); }
        return id;
    }
}
