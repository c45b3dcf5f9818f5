// SPDX-License-Identifier: Apache-2.0
using System.CommandLine.Parsing;
using System.Globalization;

namespace Vigil.Cli;

/// <summary>Amounts of bytes as people write them: <c>500MiB</c>, <c>5GiB</c>, <c>0</c>.</summary>
internal static class ByteSize
{
    private static readonly (string Unit, int Shift)[] Units = [("KiB", 10), ("MiB", 20), ("GiB", 30), ("TiB", 40)];

    public static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        var (unit, shift) = Units.FirstOrDefault(one => text.EndsWith(one.Unit, StringComparison.Ordinal));
        var number = text.AsSpan(0, text.Length - (unit?.Length ?? 0));
        if (!long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var amount) || amount > long.MaxValue >> shift) { return false; }
        bytes = amount << shift;
        return true;
    }

    /// <summary>For <c>Option.CustomParser</c>.</summary>
    public static long Parse(ArgumentResult result)
    {
        if (TryParse(result.Tokens[^1].Value, out var bytes)) { return bytes; }
        result.AddError($"'{result.Tokens[^1].Value}' is not an amount of bytes like 500MiB or 5GiB");
        return 0;
    }

    public static string ToText(long bytes)
    {
        var (unit, shift) = Units.LastOrDefault(one => bytes > 0 && bytes % (1L << one.Shift) == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{bytes >> shift}{unit}");
    }
}
