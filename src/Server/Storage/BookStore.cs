// SPDX-License-Identifier: Apache-2.0
using Microsoft.Data.Sqlite;
using Vigil.Server.Crypto;
using Vigil.Server.Meetings;
using Vigil.Server.Meetings.Links;

namespace Vigil.Server.Storage;

/// <summary>The newest version of each meeting's sealed book.</summary>
internal sealed class BookStore(Database database)
{
    public Book? Find(MeetingId meeting) => database.Use(connection => Find(connection, meeting));

    /// <summary>False unless it is the version after the kept one; the kept one again is no error, so a client may repeat a lost request.</summary>
    public bool TryPut(MeetingId meeting, Book book) => database.Use(connection =>
    {
        var kept = Find(connection, meeting);
        if (kept?.IsSameAs(book) == true) { return true; }
        if (book.Version != (kept?.Version ?? 0) + 1) { return false; }
        using var command = connection.CreateCommand();
        command.CommandText = "INSERT OR REPLACE INTO book (meeting, version, sealed, signature) VALUES ($meeting, $version, $sealed, $signature)";
        command.Parameters.AddWithValue("$meeting", meeting.Span.ToArray());
        command.Parameters.AddWithValue("$version", (long)book.Version);
        command.Parameters.AddWithValue("$sealed", book.Sealed);
        command.Parameters.AddWithValue("$signature", book.Signature.Span.ToArray());
        command.ExecuteNonQuery();
        return true;
    });

    private static Book? Find(SqliteConnection connection, MeetingId meeting)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT version, sealed, signature FROM book WHERE meeting = $meeting";
        command.Parameters.AddWithValue("$meeting", meeting.Span.ToArray());
        using var row = command.ExecuteReader();
        if (!row.Read()) { return null; }
        return new Book((ulong)row.GetInt64(0), row.GetFieldValue<byte[]>(1), new Signature(row.GetFieldValue<byte[]>(2)));
    }
}
