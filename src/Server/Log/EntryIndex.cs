// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using Microsoft.Data.Sqlite;

namespace Vigil.Server.Log;

/// <summary>
/// Which id stands where: what keeps a repeated entry from being in the log twice. Derived from the bundles and never ahead of them,
/// so it is written without waiting for the disk and catches up after a power cut; deleting it costs the time to build it again.
/// </summary>
internal sealed class EntryIndex : IDisposable
{
    public const string FileName = "entries.db";

    private const string Schema = """
        CREATE TABLE IF NOT EXISTS entry (id BLOB PRIMARY KEY, number INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS covered (size INTEGER NOT NULL) STRICT;
        INSERT INTO covered SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM covered);
        """;

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _find;
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _cover;

    private EntryIndex(SqliteConnection connection)
    {
        _connection = connection;
        _find = Command("SELECT number FROM entry WHERE id = $id", "$id");
        _insert = Command("INSERT INTO entry (id, number) VALUES ($id, $number)", "$id", "$number");
        _cover = Command("UPDATE covered SET size = $size", "$size");
        using var size = Command("SELECT size FROM covered");
        Size = (ulong)(long)size.ExecuteScalar()!;
    }

    /// <summary>The first so many entries are in it.</summary>
    public ulong Size { get; private set; }

    /// <summary>Opens it; one that is damaged is made anew.</summary>
    public static EntryIndex Open(string path)
    {
        SQLitePCL.Batteries_V2.Init();
        try { return OpenFile(path); }
        catch (SqliteException e) when (e.SqliteErrorCode is 11 /* corrupt */ or 26 /* not a database */)
        {
            foreach (var file in new[] { path, path + "-wal", path + "-shm" }) { File.Delete(file); }
            return OpenFile(path);
        }
    }

    public bool TryFind(UInt128 id, out ulong number)
    {
        _find.Parameters[0].Value = Bytes(id);
        var found = _find.ExecuteScalar();
        number = found is long value ? (ulong)value : 0;
        return found is not null;
    }

    /// <summary>Adds the entries that follow those it has.</summary>
    public void Add(IReadOnlyList<UInt128> ids)
    {
        using var transaction = _connection.BeginTransaction();
        _insert.Transaction = _cover.Transaction = transaction;
        for (var i = 0; i < ids.Count; i++)
        {
            _insert.Parameters[0].Value = Bytes(ids[i]);
            _insert.Parameters[1].Value = (long)Size + i;
            _insert.ExecuteNonQuery();
        }
        _cover.Parameters[0].Value = (long)Size + ids.Count;
        _cover.ExecuteNonQuery();
        transaction.Commit();
        Size += (ulong)ids.Count;
    }

    public void Dispose()
    {
        _find.Dispose();
        _insert.Dispose();
        _cover.Dispose();
        _connection.Dispose();
    }

    private static EntryIndex OpenFile(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            // NORMAL: a power cut may take the newest rows, never the file's order.
            command.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA trusted_schema = OFF;" + Schema;
            command.ExecuteNonQuery();
            return new EntryIndex(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private SqliteCommand Command(string text, params string[] parameters)
    {
        var command = _connection.CreateCommand();
#pragma warning disable CA2100 // Constant text of this file.
        command.CommandText = text;
#pragma warning restore CA2100
        foreach (var name in parameters) { command.Parameters.Add(new SqliteParameter(name, null)); }
        return command;
    }

    private static byte[] Bytes(UInt128 id)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, id);
        return bytes;
    }
}
