// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using Vigil.Server.Accounts;
using Vigil.Server.Storage;

namespace Vigil.Server.Staff;

/// <summary>What is held of an account, by the classes that a proposal names: the same rows that its owner is shown.</summary>
internal sealed class UserRecord(AccountTables tables, Matters matters)
{
    private const string AccountTable = "account";

    public JsonObject? Read(Account account, IReadOnlyList<string> classes, OpenBook book)
    {
        var rows = tables.Read(account.Id);
        var shown = new JsonObject();
        foreach (var (name, table) in rows.ToArray())
        {
            if (!classes.Contains(name == AccountTable ? "account" : "credentials") || table is not JsonArray { Count: > 0 }) { continue; }
            rows.Remove(name);
            shown[name] = table;
        }
        var sanctions = classes.Contains("sanctions") ? SanctionsOn(account, book) : [];
        // No account has meetings here: that class never holds anything.
        if (shown.Count == 0 && sanctions.Count == 0) { return null; }
        var record = new JsonObject { ["account"] = account.Id.Text, ["tables"] = shown };
        if (sanctions.Count > 0) { record["sanctions"] = sanctions; }
        return record;
    }

    private JsonArray SanctionsOn(Account account, OpenBook book) =>
    [
        .. matters.OrdersAbout(account.Id, book)
            .Where(order => !order.Proposal.Traits.IsData)
            .Select(order => new JsonObject { ["order"] = order.Id, ["index"] = order.Index, ["action"] = order.Proposal.Traits.Name, ["state"] = OrderStates.Of(order) }),
    ];
}
