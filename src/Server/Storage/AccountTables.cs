// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Vigil.Server.Accounts;
using Vigil.Server.Crypto;

namespace Vigil.Server.Storage;

/// <summary>
/// Everything that is kept of an account, found in the database itself: all tables with a column <c>account</c>, all their columns. A table or a
/// column that is new tomorrow is shown to its owner and deleted with the account without a line of code here.
/// </summary>
internal sealed class AccountTables(Database database)
{
    /// <summary>Named as kept, but not shown: who sees an answer of the server over somebody's shoulder should not be helped to guess at the secret behind.</summary>
    public static readonly IReadOnlySet<string> Hashes = new HashSet<string> { "account_recovery_code.hash", "account_session.hash" };

    /// <summary>Rows by table.</summary>
    public JsonObject Read(AccountId account) => database.Use(connection =>
    {
        var all = new JsonObject();
        foreach (var table in Names(connection)) { all[table] = Rows(connection, table, account); }
        return all;
    });

    /// <summary>All rows of the account in all tables, or none; then what is left of them in the files.</summary>
    public void Delete(AccountId account)
    {
        database.Use(connection =>
        {
            using var transaction = connection.BeginTransaction();
            // What refers to the account first, the account itself last: references are enforced.
            foreach (var table in Names(connection).OrderBy(name => name == "account"))
            {
                using var command = Command(connection, $"DELETE FROM \"{table}\" WHERE account = $account", account);
                command.Transaction = transaction;
                command.ExecuteNonQuery();
            }
            transaction.Commit();
            return true;
        });
        database.EraseTraces();
    }

    public IReadOnlyList<string> Names() => database.Use(Names);

    private static List<string> Names(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT m.name FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'account' ORDER BY m.name";
        using var row = command.ExecuteReader();
        var names = new List<string>();
        while (row.Read()) { names.Add(row.GetString(0)); }
        return names;
    }

    private static JsonArray Rows(SqliteConnection connection, string table, AccountId account)
    {
        using var command = Command(connection, $"SELECT * FROM \"{table}\" WHERE account = $account", account);
        using var row = command.ExecuteReader();
        var rows = new JsonArray();
        while (row.Read())
        {
            var shown = new JsonObject();
            for (var i = 0; i < row.FieldCount; i++)
            {
                var column = row.GetName(i);
                shown[column] = Hashes.Contains($"{table}.{column}") ? JsonValue.Create("kept, not shown") : Value(row.GetValue(i));
            }
            rows.Add((JsonNode)shown);
        }
        return rows;
    }

    private static JsonValue? Value(object value) => value switch
    {
        DBNull => null,
        byte[] bytes => JsonValue.Create(StrictBase64Url.Encode(bytes)),
        long number => JsonValue.Create(number),
        string text => JsonValue.Create(text),
        _ => throw new InvalidOperationException($"a column holds {value.GetType().Name}"),
    };

    private static SqliteCommand Command(SqliteConnection connection, string text, AccountId account)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Table names come from the schema, not from anybody's request.
        command.CommandText = text;
#pragma warning restore CA2100
        command.Parameters.AddWithValue("$account", account.Span.ToArray());
        return command;
    }
}
