// SPDX-License-Identifier: Apache-2.0
using Microsoft.Data.Sqlite;

namespace Vigil.Replay.Stage;

/// <summary>A connection of the insider's own to the server's database, beside the server's: it runs on and sees what was changed.</summary>
internal sealed class OpenDatabase(string data)
{
    /// <summary>How many rows it changed.</summary>
    public int Change(string sql, params (string Name, object Value)[] values)
    {
        using var connection = Open();
        using var command = Command(connection, sql, values);
        return command.ExecuteNonQuery();
    }

    /// <summary>The first column of every row, as text or bytes in base64.</summary>
    public IReadOnlyList<string> Column(string sql, params (string Name, object Value)[] values)
    {
        using var connection = Open();
        using var command = Command(connection, sql, values);
        using var row = command.ExecuteReader();
        var found = new List<string>();
        while (row.Read()) { found.Add(row.GetValue(0) is byte[] bytes ? Convert.ToBase64String(bytes) : $"{row.GetValue(0)}"); }
        return found;
    }

    /// <summary>Changes nothing, whatever is asked.</summary>
    public SqliteConnection OpenToRead() => Open(SqliteOpenMode.ReadOnly);

    private SqliteConnection Open(SqliteOpenMode mode = SqliteOpenMode.ReadWrite)
    {
        // Pooled handles would hold the file of a server that is stopped.
        var text = new SqliteConnectionStringBuilder { DataSource = Path.Combine(data, "vigil.db"), Mode = mode, Pooling = false }.ToString();
        var connection = new SqliteConnection(text);
        connection.Open();
        return connection;
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, (string Name, object Value)[] values)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The insider writes what he likes.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in values) { command.Parameters.AddWithValue(name, value); }
        return command;
    }
}
