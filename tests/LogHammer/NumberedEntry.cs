// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Globalization;
using Vigil.Tlog.Entries;

namespace Vigil.LogHammer;

/// <summary>The same entry for the same number, in every process.</summary>
internal static class NumberedEntry
{
    private static readonly DateTimeOffset Time = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);

    public static LogEntry Create(long number) =>
        LogEntry.Create(EntryTypes.Statement, Id(number), Time, json => json.WriteString("text", string.Create(CultureInfo.InvariantCulture, $"statement {number}")));

    public static string Id(long number)
    {
        Span<byte> random = stackalloc byte[EntryId.RandomLength];
        random.Clear();
        BinaryPrimitives.WriteInt64BigEndian(random[2..], number);
        return EntryId.Create(Time, random);
    }
}
