// SPDX-License-Identifier: Apache-2.0
using Microsoft.Data.Sqlite;
using Vigil.Server.Accounts;

namespace Vigil.Server.Storage;

/// <summary>A signed-in browser: since which day under this token, and the last day on which it is good.</summary>
internal sealed record SessionRow(AccountId Account, string Day, string Expires);

/// <summary>Which tokens are signed in, by their hashes.</summary>
internal sealed class SessionStore(Database database)
{
    /// <summary>More browsers than anybody has; the one that would end first gives way.</summary>
    public const int MostSessions = 50;

    /// <summary>Null also for one whose days are over.</summary>
    public SessionRow? Find(byte[] hash, string today) => database.Use(connection =>
    {
        using var command = Command(connection, "SELECT account, day, expires FROM account_session WHERE hash = $hash AND expires >= $today", ("$hash", hash), ("$today", today));
        using var row = command.ExecuteReader();
        return row.Read() ? new SessionRow(new AccountId(row.GetFieldValue<byte[]>(0)), row.GetString(1), row.GetString(2)) : null;
    });

    /// <summary>Clears away what is over, so nothing of a session outlives it by long.</summary>
    public void Add(byte[] hash, SessionRow session) => database.Use(connection =>
    {
        using var transaction = connection.BeginTransaction();
        Run(connection, transaction, "DELETE FROM account_session WHERE expires < $today", ("$today", session.Day));
        Run(connection, transaction, """
            DELETE FROM account_session WHERE hash IN
              (SELECT hash FROM account_session WHERE account = $account ORDER BY expires DESC, hash LIMIT -1 OFFSET $most)
            """, ("$account", session.Account.Span.ToArray()), ("$most", MostSessions - 1));
        Run(connection, transaction, "INSERT INTO account_session (hash, account, day, expires) VALUES ($hash, $account, $day, $expires)",
            ("$hash", hash), ("$account", session.Account.Span.ToArray()), ("$day", session.Day), ("$expires", session.Expires));
        transaction.Commit();
        return true;
    });

    /// <summary>Another token in the place of this one; false if this one is gone.</summary>
    public bool TryRenew(byte[] hash, byte[] newHash, string today, string expires) => database.Use(connection => Run(connection, null,
        "UPDATE account_session SET hash = $new, day = $today, expires = $expires WHERE hash = $hash",
        ("$hash", hash), ("$new", newHash), ("$today", today), ("$expires", expires)) == 1);

    public void Remove(byte[] hash) => database.Use(connection => Run(connection, null, "DELETE FROM account_session WHERE hash = $hash", ("$hash", hash)));

    public void RemoveOthers(AccountId account, byte[] hash) => database.Use(connection => Run(connection, null,
        "DELETE FROM account_session WHERE account = $account AND hash <> $hash", ("$account", account.Span.ToArray()), ("$hash", hash)));

    public void RemoveOver(string today) => database.Use(connection => Run(connection, null, "DELETE FROM account_session WHERE expires < $today", ("$today", today)));

    private static int Run(SqliteConnection connection, SqliteTransaction? transaction, string text, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using var command = Command(connection, text, values);
        command.Transaction = transaction;
        return command.ExecuteNonQuery();
    }

    private static SqliteCommand Command(SqliteConnection connection, string text, params ReadOnlySpan<(string Name, object Value)> values)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this file.
        command.CommandText = text;
#pragma warning restore CA2100
        foreach (var (name, value) in values) { command.Parameters.AddWithValue(name, value); }
        return command;
    }
}
