// SPDX-License-Identifier: Apache-2.0
using Microsoft.Data.Sqlite;

namespace Vigil.Server.Storage;

/// <summary>Short statements with parameters in the order of their names.</summary>
internal static class Rows
{
    public static int Change(this Database database, string text, params (string Name, object Value)[] parameters) => database.Use(connection =>
    {
        using var command = Command(connection, text, parameters);
        return command.ExecuteNonQuery();
    });

    public static List<T> Select<T>(this Database database, string text, Func<SqliteDataReader, T> read, params (string Name, object Value)[] parameters) => database.Use(connection =>
    {
        using var command = Command(connection, text, parameters);
        using var row = command.ExecuteReader();
        var found = new List<T>();
        while (row.Read()) { found.Add(read(row)); }
        return found;
    });

    private static SqliteCommand Command(SqliteConnection connection, string text, (string Name, object Value)[] parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The callers' texts are constants; values go as parameters.
        command.CommandText = text;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters) { command.Parameters.AddWithValue(name, value); }
        return command;
    }
}
