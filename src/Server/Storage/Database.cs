// SPDX-License-Identifier: Apache-2.0
using Microsoft.Data.Sqlite;

namespace Vigil.Server.Storage;

/// <summary>The SQLite file of a data folder, opened once. Statements take microseconds, so one connection behind a lock is enough.</summary>
internal sealed class Database : IDisposable
{
    private const long RewriteUpTo = 64 << 20;

    private readonly SqliteConnection _connection;
    private readonly Lock _gate = new();

    private Database(SqliteConnection connection) => _connection = connection;

    public static Database Open(DataFolder folder)
    {
        SQLitePCL.Batteries_V2.Init();
        DataFolder.CreatePrivateFile(folder.DatabaseFile);
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = folder.DatabaseFile,
            Mode = SqliteOpenMode.ReadWrite,
            // A pooled handle would outlive Dispose and hold the file.
            Pooling = false,
        }.ToString());
        try
        {
            connection.Open();
            // FULL: a meeting that was confirmed with 201 survives a power cut.
            // secure_delete: what is deleted is overwritten.
            Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF; PRAGMA secure_delete = ON; PRAGMA foreign_keys = OFF;");
            Schema.Migrate(connection);
            // No row of an account outlives it. Only now: a migration may write anew a table that others refer to, and looks at the references itself.
            Execute(connection, "PRAGMA foreign_keys = ON;");
            return new Database(connection);
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw new DatabaseException($"the database cannot be opened: {e.Message}");
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public T Use<T>(Func<SqliteConnection, T> work)
    {
        lock (_gate) { return work(_connection); }
    }

    /// <summary>
    /// After a deletion that must leave no trace: what was overwritten in the file may still stand in the write-ahead log, and, moved about by
    /// SQLite, in the unused part of a page. Writing a large file anew would keep everybody waiting; there the overwriting must do.
    /// </summary>
    public void EraseTraces() => Use(connection =>
    {
        if (new FileInfo(connection.DataSource).Length <= RewriteUpTo) { Execute(connection, "VACUUM"); }
        Execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        return true;
    });

    public void Dispose() => _connection.Dispose();

    private static void Execute(SqliteConnection connection, string pragmas)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constant text of this file.
        command.CommandText = pragmas;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
