// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Cli.Mirroring;

/// <summary>A log's files where they are served.</summary>
internal interface ILogFiles
{
    /// <summary>
    /// The file's bytes, or null if it is not there. Of a file that is longer than <paramref name="limit"/> one byte more than that comes
    /// back: enough to see that it is too long. What cannot be read at all is a <see cref="CannotCheckException"/>.
    /// </summary>
    public Task<byte[]?> ReadAsync(string name, int limit, CancellationToken stop);
}
