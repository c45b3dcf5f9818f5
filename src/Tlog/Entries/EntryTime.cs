// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace Vigil.Tlog.Entries;

/// <summary>Times in entries: RFC 3339 in UTC to the second, <c>2026-11-21T10:00:00Z</c>, and no other spelling.</summary>
public static class EntryTime
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    public static bool TryParse(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(
            text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);

    public static string ToText(DateTimeOffset time) => time.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);
}
