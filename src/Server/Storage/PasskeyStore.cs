// SPDX-License-Identifier: Apache-2.0
using Microsoft.Data.Sqlite;
using Vigil.Server.Accounts;

namespace Vigil.Server.Storage;

internal enum AddPasskeyResult { Added, AlreadyThere, TooMany }

internal enum RemovePasskeyResult { Removed, NotThere, Last }

/// <summary>The passkeys of accounts.</summary>
internal sealed class PasskeyStore(Database database)
{
    public const int MostPasskeys = 20;

    private const string Columns = "SELECT credential, account, public_key, sign_count, backup_eligible, backed_up, day FROM account_passkey ";

    public Passkey? Find(byte[] credential) => database.Use(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = Columns + "WHERE credential = $credential";
        command.Parameters.AddWithValue("$credential", credential);
        return Read(command).FirstOrDefault();
    });

    public IReadOnlyList<Passkey> Of(AccountId account) => database.Use(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = Columns + "WHERE account = $account ORDER BY day, credential";
        command.Parameters.AddWithValue("$account", account.Span.ToArray());
        return Read(command);
    });

    public AddPasskeyResult Add(Passkey passkey) => database.Use(connection =>
    {
        if (Count(connection, "account_passkey", passkey.Account) >= MostPasskeys) { return AddPasskeyResult.TooMany; }
        return TryInsert(connection, null, passkey) ? AddPasskeyResult.Added : AddPasskeyResult.AlreadyThere;
    });

    /// <summary>The last one goes only while there are recovery codes: an account that nobody can open is nobody's.</summary>
    public RemovePasskeyResult Remove(AccountId account, byte[] credential) => database.Use(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT 1 FROM account_passkey WHERE credential = $credential AND account = $account";
        command.Parameters.AddWithValue("$credential", credential);
        command.Parameters.AddWithValue("$account", account.Span.ToArray());
        if (command.ExecuteScalar() is null) { return RemovePasskeyResult.NotThere; }
        if (Count(connection, "account_passkey", account) == 1 && Count(connection, "account_recovery_code", account) == 0) { return RemovePasskeyResult.Last; }
        command.CommandText = "DELETE FROM account_passkey WHERE credential = $credential AND account = $account";
        command.ExecuteNonQuery();
        return RemovePasskeyResult.Removed;
    });

    /// <summary>
    /// After a signature that verified. Decided here once more, behind the lock: of two uses of one counter value only one counts. Zero is what
    /// authenticators without a counter say.
    /// </summary>
    public bool TryUse(byte[] credential, uint signCount, bool isBackedUp) => database.Use(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = """
            UPDATE account_passkey SET sign_count = $count, backed_up = $backed_up
            WHERE credential = $credential AND (sign_count < $count OR (sign_count = 0 AND $count = 0))
            """;
        command.Parameters.AddWithValue("$credential", credential);
        command.Parameters.AddWithValue("$count", (long)signCount);
        command.Parameters.AddWithValue("$backed_up", isBackedUp ? 1 : 0);
        return command.ExecuteNonQuery() == 1;
    });

    /// <summary>False if somebody has this credential already.</summary>
    internal static bool TryInsert(SqliteConnection connection, SqliteTransaction? transaction, Passkey passkey)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = """
            INSERT OR IGNORE INTO account_passkey (credential, account, public_key, sign_count, backup_eligible, backed_up, day)
            VALUES ($credential, $account, $public_key, $sign_count, $backup_eligible, $backed_up, $day)
            """;
        command.Parameters.AddWithValue("$credential", passkey.Credential);
        command.Parameters.AddWithValue("$account", passkey.Account.Span.ToArray());
        command.Parameters.AddWithValue("$public_key", passkey.PublicKey);
        command.Parameters.AddWithValue("$sign_count", (long)passkey.SignCount);
        command.Parameters.AddWithValue("$backup_eligible", passkey.IsBackupEligible ? 1 : 0);
        command.Parameters.AddWithValue("$backed_up", passkey.IsBackedUp ? 1 : 0);
        command.Parameters.AddWithValue("$day", passkey.Day);
        return command.ExecuteNonQuery() == 1;
    }

    private static long Count(SqliteConnection connection, string table, AccountId account)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The table's name is a constant of this file.
        command.CommandText = $"SELECT count(*) FROM {table} WHERE account = $account";
#pragma warning restore CA2100
        command.Parameters.AddWithValue("$account", account.Span.ToArray());
        return (long)command.ExecuteScalar()!;
    }

    private static List<Passkey> Read(SqliteCommand command)
    {
        var found = new List<Passkey>();
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            found.Add(new Passkey(
                row.GetFieldValue<byte[]>(0),
                new AccountId(row.GetFieldValue<byte[]>(1)),
                row.GetFieldValue<byte[]>(2),
                (uint)row.GetInt64(3),
                row.GetInt64(4) == 1,
                row.GetInt64(5) == 1,
                row.GetString(6)));
        }
        return found;
    }
}
