// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Vigil.Replay.Stage;

/// <summary>Everything that a server keeps or says of itself, as whoever sits at it sees it.</summary>
internal static class KeptPlaces
{
    /// <summary>Each value of each row of each table.</summary>
    public static async Task<byte[]> RowsAsync(string data)
    {
        return [.. (await ReadAsync(data)).SelectMany(Bytes)];
    }

    /// <summary>Its values, apart from each other.</summary>
    public static byte[] Bytes(KeptRow row) =>
        [.. row.Values.SelectMany(value => (byte[])[.. value as byte[] ?? Encoding.UTF8.GetBytes(Convert.ToString(value, CultureInfo.InvariantCulture)!), 0])];

    public static async Task<IReadOnlyList<KeptRow>> ReadAsync(string data)
    {
        await using var connection = new OpenDatabase(data).OpenToRead();
        var rows = new List<KeptRow>();
        foreach (var table in await NamesAsync(connection))
        {
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Names of the database's own tables.
            command.CommandText = $"SELECT * FROM \"{table}\"";
#pragma warning restore CA2100
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                var values = new object[reader.FieldCount];
                reader.GetValues(values);
                rows.Add(new KeptRow(table, [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)], values));
            }
        }
        return rows;
    }

    /// <summary>All files of the data folder, one after the other, with their names: database and write-ahead log raw, the log's, keys, reports, what is shared.</summary>
    public static byte[] Files(string data) => Files(data, _ => true);

    public static byte[] Files(string data, Func<FileInfo, bool> which)
    {
        using var all = new MemoryStream();
        foreach (var path in Directory.EnumerateFiles(data, "*", SearchOption.AllDirectories))
        {
            all.Write(Encoding.UTF8.GetBytes(Path.GetRelativePath(data, path)));
            all.WriteByte(0);
            // An empty file holds nothing; the log's lock is one, and cannot be opened while it is held.
            if (new FileInfo(path) is { Length: 0 } || !which(new FileInfo(path))) { continue; }
            try
            {
                using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                file.CopyTo(all);
                all.WriteByte(0);
            }
            catch (FileNotFoundException)
            {
                // The log had written it and gave it its name: it is among the others, or was there for a moment only.
            }
        }
        return all.ToArray();
    }

    /// <summary>As text, and a byte for a letter: what is printed may be anything.</summary>
    public static byte[] Lines(OwnHouse house)
    {
        var lines = string.Join('\n', house.Printed.Lines);
        return [.. Encoding.UTF8.GetBytes(lines), 0, .. Encoding.Latin1.GetBytes(lines)];
    }

    private static async Task<IReadOnlyList<string>> NamesAsync(SqliteConnection connection)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM sqlite_master WHERE type = 'table'";
        await using var reader = await command.ExecuteReaderAsync();
        var names = new List<string>();
        while (await reader.ReadAsync()) { names.Add(reader.GetString(0)); }
        return names;
    }
}

/// <summary>One row, as it stands in its table.</summary>
internal sealed record KeptRow(string Table, IReadOnlyList<string> Columns, IReadOnlyList<object> Values);
