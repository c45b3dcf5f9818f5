// SPDX-License-Identifier: Apache-2.0
using Vigil.Cli.Tests.Support;

namespace Vigil.Cli.Tests.Auditing;

/// <summary>70,000 entries, built once: 273 full tiles and a partial one, a full parent with a partial neighbour, a partial root tile.</summary>
public sealed class LargeLog : IDisposable
{
    public const int Size = 70_000;

    private readonly TempFolder _temp = new();

    public LargeLog() => _ = new SampleLog(Folder, Size);

    internal string Folder => _temp["log"];

    public void Dispose() => _temp.Dispose();
}
