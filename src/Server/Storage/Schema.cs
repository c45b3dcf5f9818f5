// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Reflection;
using Microsoft.Data.Sqlite;

namespace Vigil.Server.Storage;

/// <summary>Brings a database to the newest schema, one numbered file after the other.</summary>
internal static class Schema
{
    private const string Folder = "Vigil.Server.Storage.schema.";

    public static int Newest => Numbers().Length;

    /// <summary>All of it, as it is applied: the public log carries it as the proof of what can be kept.</summary>
    public static string Text => string.Concat(Numbers().Select(Read));

    public static void Migrate(SqliteConnection connection)
    {
        var current = Version(connection);
        if (current > Newest)
        {
            throw new DatabaseException($"the database has schema {current}, this program knows {Newest}: it was written by a newer version");
        }
        foreach (var number in Numbers().Skip(current)) { Apply(connection, number); }
    }

    private static void Apply(SqliteConnection connection, int number)
    {
        // user_version is part of the transaction: a crash leaves either the old schema or the new one.
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // The text is a resource of this assembly.
        command.CommandText = Read(number) + string.Create(CultureInfo.InvariantCulture, $"\nPRAGMA user_version = {number};");
#pragma warning restore CA2100
        command.ExecuteNonQuery();
        command.CommandText = "PRAGMA foreign_key_check";
        if (command.ExecuteScalar() is { } table) { throw new DatabaseException($"schema {number} would leave rows of {table} that refer to nothing"); }
        transaction.Commit();
    }

    private static string Read(int number)
    {
        using var resource = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{Folder}{number:0000}.sql")!;
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }

    private static int Version(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static int[] Numbers() => [.. Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
        .Select(name => int.Parse(name[Folder.Length..^".sql".Length], CultureInfo.InvariantCulture))
        .Order()];
}

/// <summary>The database cannot be used; the message says why.</summary>
public sealed class DatabaseException(string message) : Exception(message);
