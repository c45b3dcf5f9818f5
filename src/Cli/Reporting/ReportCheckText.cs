// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using Vigil.Server.Reports;

namespace Vigil.Cli.Reporting;

/// <summary>A checked report for people. What others wrote is shown as JSON has it: no control character reaches the terminal.</summary>
internal static class ReportCheckText
{
    public static string Of(ReportCheck check)
    {
        if (!check.IsGood) { return $"REFUSED: {check.Words} ({check.Code}).\n"; }
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"GOOD: {check.Words}.\n\nMeeting    {check.Meeting}\nStamp key  {check.StampKey}\n");
        text.Append("           Compare it with the server.key entry of purpose \"hub\" in the server's public log.\n");
        if (check.Note is { Length: > 0 } note) { text.Append(CultureInfo.InvariantCulture, $"Note       {ReportCheckJson.Quote(note)} (the reporter's own words, which prove nothing)\n"); }
        foreach (var message in check.Messages)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{message.Time.UtcDateTime:yyyy-MM-dd HH:mm:ss.fff} UTC, participant {message.Participant}, message {message.Seq}\n  {ReportCheckJson.Quote(message.Content)}\n");
        }
        return text.Append(
            "\nNot checked here: the stamps' tags. Only the server that stamped can check them, and does so before it stores a report.\n"
            + "A participant is a key made for one meeting: whose it was, the report does not say.\n").ToString();
    }
}
