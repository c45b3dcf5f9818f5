// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Accounts;

namespace Vigil.Server.Storage;

/// <summary>The hashes of recovery codes that were not used yet.</summary>
internal sealed class RecoveryCodeStore(Database database)
{
    public (AccountId Account, string Hash)? Find(byte[] locator) => database.Use<(AccountId, string)?>(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT account, hash FROM account_recovery_code WHERE locator = $locator";
        command.Parameters.AddWithValue("$locator", locator);
        using var row = command.ExecuteReader();
        return row.Read() ? (new AccountId(row.GetFieldValue<byte[]>(0)), row.GetString(1)) : null;
    });

    public int Count(AccountId account) => database.Use(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM account_recovery_code WHERE account = $account";
        command.Parameters.AddWithValue("$account", account.Span.ToArray());
        return (int)(long)command.ExecuteScalar()!;
    });

    /// <summary>Those of before are worth nothing from now on.</summary>
    public void Replace(AccountId account, IEnumerable<(byte[] Locator, string Hash)> codes) => database.Use(connection =>
    {
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "DELETE FROM account_recovery_code WHERE account = $account";
        command.Parameters.AddWithValue("$account", account.Span.ToArray());
        command.ExecuteNonQuery();
        command.CommandText = "INSERT INTO account_recovery_code (locator, account, hash) VALUES ($locator, $account, $hash)";
        var (locator, hash) = (command.Parameters.Add("$locator", Microsoft.Data.Sqlite.SqliteType.Blob), command.Parameters.Add("$hash", Microsoft.Data.Sqlite.SqliteType.Text));
        foreach (var code in codes)
        {
            (locator.Value, hash.Value) = (code.Locator, code.Hash);
            command.ExecuteNonQuery();
        }
        transaction.Commit();
        return true;
    });

    /// <summary>False if it is gone: of two who use one code at the same time one comes too late.</summary>
    public bool TryUse(byte[] locator, string hash) => database.Use(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = "DELETE FROM account_recovery_code WHERE locator = $locator AND hash = $hash";
        command.Parameters.AddWithValue("$locator", locator);
        command.Parameters.AddWithValue("$hash", hash);
        return command.ExecuteNonQuery() == 1;
    });
}
