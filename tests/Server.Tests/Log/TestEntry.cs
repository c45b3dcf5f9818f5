// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Globalization;
using Vigil.Tlog.Entries;

namespace Vigil.Server.Tests.Log;

/// <summary>Entries by number: the same bytes each time.</summary>
internal static class TestEntry
{
    private static readonly DateTimeOffset Time = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);

    public static LogEntry Numbered(int number, string text = "statement") =>
        LogEntry.Create(EntryTypes.Statement, Id(number), Time, json => json.WriteString("text", string.Create(CultureInfo.InvariantCulture, $"{text} {number}")));

    private static string Id(int number)
    {
        Span<byte> random = stackalloc byte[EntryId.RandomLength];
        random.Clear();
        BinaryPrimitives.WriteInt32BigEndian(random, number);
        return EntryId.Create(Time, random);
    }
}
