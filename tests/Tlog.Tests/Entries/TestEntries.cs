// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;

namespace Vigil.Tlog.Tests.Entries;

/// <summary>One good entry of each type, as text.</summary>
internal static class TestEntries
{
    public const string Id = "01KB00000000000000000000ZZ";
    public const string Head = "\"id\":\"" + Id + "\",\"time\":\"2026-11-21T10:00:00Z\"";

    public static readonly string Sha256 = new('a', 64);

    private static readonly string LogKey = TestKeys.Log.Key.ToString();

    public static string Genesis => Entry("genesis", $"\"origin\":\"{TestKeys.Origin}\",\"log_key\":\"{LogKey}\",\"web_origins\":[\"https://log.example\"]");
    public static string ServerKey => Entry("server.key", $"\"key\":\"{LogKey}\",\"purpose\":\"log\",\"state\":\"active\"");
    public static string Release => Entry("release", $"\"manifest_sha256\":\"{Sha256}\",\"version\":\"1.0.0\",\"git\":\"{new string('b', 40)}\"");
    public static string WitnessChange => Entry("witness.change", "\"policy\":\"quorum none\\n\"");
    public static string Schema => Entry("schema", "\"version\":\"1.0.0\",\"schema\":\"CREATE TABLE a (b)\"");
    public static string Statement => Entry("statement", "\"text\":\"Nothing was asked of us.\",\"next_due\":\"2026-12-21T10:00:00Z\"");

    public static string Entry(string type, string members) => $"{{\"v\":1,\"type\":\"{type}\",{Head}{(members.Length > 0 ? "," : "")}{members}}}";

    /// <summary>A well-formed entry with its own id, a second after the one before.</summary>
    public static byte[] Numbered(int number)
    {
        var time = new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero).AddSeconds(number);
        var text = number == 0
            ? Genesis
            : Entry("statement", $"\"text\":\"number {number.ToString(CultureInfo.InvariantCulture)}\"");
        return Encoding.UTF8.GetBytes(text
            .Replace(Id, Tlog.Entries.EntryId.Create(time, new byte[10]), StringComparison.Ordinal)
            .Replace("2026-11-21T10:00:00Z", Tlog.Entries.EntryTime.ToText(time), StringComparison.Ordinal));
    }
}
