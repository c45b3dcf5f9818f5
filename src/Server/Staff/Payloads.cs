// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Vigil.Orders.Actions;
using Vigil.Orders.Entries;
using Vigil.Orders.State;
using Vigil.Tlog.Entries;

namespace Vigil.Server.Staff;

/// <summary>Changes: what was approved as a hash, written into the log as the value itself.</summary>
internal static class Payloads
{
    public static string Hash(string payload) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(payload)));

    /// <summary>
    /// The entry that is the act of a change; null for what is no such value, and for a change of witnesses: that one is done when the server starts
    /// with the new policy file.
    /// </summary>
    public static LogEntry? MakeAct(Order order, string payload, OpenBook book)
    {
        try
        {
            return order.Proposal.Action switch
            {
                OrderAction.RosterChange => OrderEntries.RosterChange(book.NewId(), book.Now, order.Id, Encoding.UTF8.GetBytes(payload)),
                OrderAction.PolicyChange => OrderEntries.PolicyChange(book.NewId(), book.Now, order.Id, Encoding.UTF8.GetBytes(payload)),
                OrderAction.KeyChange => MakeKey(payload, book),
                OrderAction.StatementPublish => MakeStatement(payload, book),
                _ => null,
            };
        }
        // No JSON, or not what the entry's schema takes: it was never looked at before.
        catch (Exception e) when (e is ArgumentException or JsonException or InvalidOperationException) { return null; }
    }

    private static LogEntry MakeKey(string payload, OpenBook book)
    {
        var lines = payload.Split('\n', 2);
        return LogEntry.Create(EntryTypes.ServerKey, book.NewId(), book.Now, json =>
        {
            json.WriteString("key", lines[^1]);
            json.WriteString("purpose", lines[0]);
            json.WriteString("state", "active");
        });
    }

    private static LogEntry MakeStatement(string payload, OpenBook book)
    {
        var end = payload.LastIndexOf('\n');
        return LogEntry.Create(EntryTypes.Statement, book.NewId(), book.Now, json =>
        {
            json.WriteString("text", end < 0 ? "" : payload[..end]);
            json.WriteString("next_due", payload[(end + 1)..]);
        });
    }
}
