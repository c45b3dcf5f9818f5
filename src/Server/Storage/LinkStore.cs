// SPDX-License-Identifier: Apache-2.0
using Microsoft.Data.Sqlite;
using Vigil.Server.Crypto;
using Vigil.Server.Meetings;
using Vigil.Server.Meetings.Links;

namespace Vigil.Server.Storage;

internal enum AddLinkResult { Added, AlreadyThere, OtherContent, Revoked, TooMany }

/// <summary>The meetings' links, as far as the server knows them.</summary>
internal sealed class LinkStore(Database database)
{
    public const int MostLinks = 500;

    /// <summary>Null also for one that was revoked: that is asked for by itself.</summary>
    public Link? Find(MeetingId meeting, LinkId link) => database.Use(connection => Find(connection, meeting, link));

    public bool IsRevoked(MeetingId meeting, LinkId link) => database.Use(connection => IsRevoked(connection, meeting, link));

    public AddLinkResult Add(MeetingId meeting, Link link) => database.Use(connection =>
    {
        if (IsRevoked(connection, meeting, link.LinkId)) { return AddLinkResult.Revoked; }
        if (Find(connection, meeting, link.LinkId) is { } existing)
        {
            return existing.IsSameAs(link) ? AddLinkResult.AlreadyThere : AddLinkResult.OtherContent;
        }
        if (Count(connection, meeting) >= MostLinks) { return AddLinkResult.TooMany; }
        Insert(connection, meeting, link);
        return AddLinkResult.Added;
    });

    /// <summary>What was sealed for the link goes; that it is revoked stays.</summary>
    public void Revoke(MeetingId meeting, LinkId link, Revocation revocation) => database.Use(connection =>
    {
        using var command = Command(connection, meeting, link);
        command.CommandText = """
            BEGIN IMMEDIATE;
            INSERT OR IGNORE INTO revocation (meeting, link, signature) VALUES ($meeting, $link, $signature);
            DELETE FROM link WHERE meeting = $meeting AND link = $link;
            COMMIT;
            """;
        command.Parameters.AddWithValue("$signature", revocation.Signature.Span.ToArray());
        return command.ExecuteNonQuery();
    });

    private static Link? Find(SqliteConnection connection, MeetingId meeting, LinkId link)
    {
        using var command = Command(connection, meeting, link);
        command.CommandText = "SELECT sealed, not_before, not_after, signature FROM link WHERE meeting = $meeting AND link = $link";
        using var row = command.ExecuteReader();
        if (!row.Read()) { return null; }
        return new Link(
            link,
            row.GetFieldValue<byte[]>(0),
            (ulong)row.GetInt64(1),
            (ulong)row.GetInt64(2),
            new Signature(row.GetFieldValue<byte[]>(3)));
    }

    private static bool IsRevoked(SqliteConnection connection, MeetingId meeting, LinkId link)
    {
        using var command = Command(connection, meeting, link);
        command.CommandText = "SELECT 1 FROM revocation WHERE meeting = $meeting AND link = $link";
        return command.ExecuteScalar() is not null;
    }

    /// <summary>Revoked ones count: else revoking would make room for ever more.</summary>
    private static long Count(SqliteConnection connection, MeetingId meeting)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT (SELECT count(*) FROM link WHERE meeting = $meeting) + (SELECT count(*) FROM revocation WHERE meeting = $meeting)";
        command.Parameters.AddWithValue("$meeting", meeting.Span.ToArray());
        return (long)command.ExecuteScalar()!;
    }

    private static void Insert(SqliteConnection connection, MeetingId meeting, Link link)
    {
        using var command = Command(connection, meeting, link.LinkId);
        command.CommandText = """
            INSERT INTO link (meeting, link, sealed, not_before, not_after, signature)
            VALUES ($meeting, $link, $sealed, $not_before, $not_after, $signature)
            """;
        command.Parameters.AddWithValue("$sealed", link.Sealed);
        command.Parameters.AddWithValue("$not_before", (long)link.NotBefore);
        command.Parameters.AddWithValue("$not_after", (long)link.NotAfter);
        command.Parameters.AddWithValue("$signature", link.Signature.Span.ToArray());
        command.ExecuteNonQuery();
    }

    private static SqliteCommand Command(SqliteConnection connection, MeetingId meeting, LinkId link)
    {
        var command = connection.CreateCommand();
        command.Parameters.AddWithValue("$meeting", meeting.Span.ToArray());
        command.Parameters.AddWithValue("$link", link.Span.ToArray());
        return command;
    }
}
