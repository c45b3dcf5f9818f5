// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Threading.Channels;

namespace Vigil.Cli.Tests.Monitoring;

/// <summary>Standard output that a test can wait for, line by line.</summary>
internal sealed class LineWriter : TextWriter
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    public override Encoding Encoding => Encoding.UTF8;

    public override void WriteLine(string? value) => _lines.Writer.TryWrite(value ?? "");

    public override void Write(string? value) => _lines.Writer.TryWrite(value ?? "");

    public async Task<string> ReadAsync() => await _lines.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(2));
}
