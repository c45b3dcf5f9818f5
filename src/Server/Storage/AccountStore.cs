// SPDX-License-Identifier: Apache-2.0
using Microsoft.Data.Sqlite;
using Vigil.Server.Accounts;

namespace Vigil.Server.Storage;

/// <summary>Accounts themselves; their passkeys, codes and sessions have stores of their own.</summary>
internal sealed class AccountStore(Database database)
{
    public Account? Find(AccountId id) => database.Use(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT day, suspended_until, suspended_by FROM account WHERE account = $account";
        command.Parameters.AddWithValue("$account", id.Span.ToArray());
        using var row = command.ExecuteReader();
        if (!row.Read()) { return null; }
        DateTimeOffset? until = row.IsDBNull(1) ? null : DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(1));
        return new Account(id, row.GetString(0), until, row.IsDBNull(2) ? null : row.GetString(2));
    });

    /// <summary>An account and the passkey that opens it, or neither; false if the passkey is known already.</summary>
    public bool TryCreate(Passkey first) => database.Use(connection =>
    {
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "INSERT INTO account (account, day) VALUES ($account, $day)";
        command.Parameters.AddWithValue("$account", first.Account.Span.ToArray());
        command.Parameters.AddWithValue("$day", first.Day);
        command.ExecuteNonQuery();
        if (!PasskeyStore.TryInsert(connection, transaction, first)) { return false; }
        transaction.Commit();
        return true;
    });
}
