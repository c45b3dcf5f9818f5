// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace Vigil.Cli.Auditing;

/// <summary>How far it is: a bar that moves on a terminal, a line now and then elsewhere. Any thread may report.</summary>
internal sealed class Progress(TextWriter output, bool isTerminal, TimeProvider time)
{
    private const int BarWidth = 30;
    private static readonly TimeSpan BetweenRedraws = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly long _started = time.GetTimestamp();
    private TimeSpan _said = TimeSpan.MinValue;
    private string _what = "";
    private int _width;

    public static Progress None { get; } = new(TextWriter.Null, isTerminal: false, TimeProvider.System);

    public void Report(string what, ulong done, ulong total)
    {
        lock (_lock)
        {
            var now = time.GetElapsedTime(_started);
            if (isTerminal && what != _what) { EndLine(); }
            var isDue = what != _what || done == total || now - _said >= (isTerminal ? BetweenRedraws : BetweenLines);
            if (!isDue) { return; }
            (_what, _said) = (what, now);
            var line = Line(what, done, total);
            if (!isTerminal) { output.WriteLine(line); return; }
            // A shorter line must cover the longer one before it.
            output.Write('\r' + line.PadRight(_width));
            output.Flush();
            _width = line.Length;
        }
    }

    /// <summary>What is written next begins on a line of its own.</summary>
    public void End()
    {
        lock (_lock) { EndLine(); }
    }

    private string Line(string what, ulong done, ulong total)
    {
        var part = total == 0 ? 1 : (double)done / total;
        var numbers = string.Create(CultureInfo.InvariantCulture, $"{(int)(part * 100)} % ({done} of {total})");
        if (!isTerminal) { return $"{what}: {numbers}"; }
        var full = (int)(part * BarWidth);
        return $"{what,-18} [{new string('#', full)}{new string('.', BarWidth - full)}] {numbers}";
    }

    private void EndLine()
    {
        if (isTerminal && _width > 0) { output.WriteLine(); }
        _width = 0;
    }
}
