// SPDX-License-Identifier: Apache-2.0
using Microsoft.Extensions.Logging.Abstractions;
using Vigil.Server.Stamps;

namespace Vigil.Server.Tests.Support;

/// <summary>Stamp keys in a folder of their own, with a clock that the test moves.</summary>
public sealed class TestStamps : IDisposable
{
    private readonly TempFolder _folder = new();

    public TestStamps() => Keys = Open();

    internal StampKeys Keys { get; private set; }

    internal StampSigner Signer => new(Keys);

    internal ManualTimeProvider Time { get; } = new();

    internal string Folder => Path.Combine(_folder.Path, "stamps");

    internal IEnumerable<string> FrankingFiles => Directory.EnumerateFiles(Folder, "franking-*").Select(Path.GetFileName).Order(StringComparer.Ordinal)!;

    internal void Reopen()
    {
        Keys.Dispose();
        Keys = Open();
    }

    public void Dispose()
    {
        Keys.Dispose();
        _folder.Dispose();
    }

    private StampKeys Open() => StampKeys.Open(Folder, Time, NullLogger<StampKeys>.Instance);
}
