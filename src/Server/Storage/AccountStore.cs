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
        command.CommandText = "SELECT day FROM account WHERE account = $account";
        command.Parameters.AddWithValue("$account", id.Span.ToArray());
        return command.ExecuteScalar() is string day ? new Account(id, day) : null;
    });

    /// <summary>How many there are; nobody is told more of accounts in general.</summary>
    public int Count() => database.Select("SELECT count(*) FROM account", row => row.GetInt32(0))[0];

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
