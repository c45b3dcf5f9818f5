// SPDX-License-Identifier: Apache-2.0
using Microsoft.Data.Sqlite;
using Vigil.Server.Crypto;
using Vigil.Server.Meetings;

namespace Vigil.Server.Storage;

internal enum AddResult { Added, AlreadyThere, OtherContent }

/// <summary>The meetings' public parts.</summary>
internal sealed class MeetingStore(Database database)
{
    public Meeting? Find(MeetingId id) => database.Use(connection => Find(connection, id));

    /// <summary>Adds a meeting unless its id is taken; the same meeting again is no error, so a client may repeat a lost request.</summary>
    public AddResult Add(Meeting meeting) => database.Use(connection =>
    {
        if (Find(connection, meeting.Id) is { } existing)
        {
            return existing.IsSameAs(meeting) ? AddResult.AlreadyThere : AddResult.OtherContent;
        }
        Insert(connection, meeting);
        return AddResult.Added;
    });

    private static Meeting? Find(SqliteConnection connection, MeetingId id)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT host_key, nonce, join_key, policy, details, signature FROM meeting WHERE id = $id";
        command.Parameters.AddWithValue("$id", id.Span.ToArray());
        using var row = command.ExecuteReader();
        if (!row.Read()) { return null; }
        return new Meeting(
            id,
            new PublicKey(row.GetFieldValue<byte[]>(0)),
            new MeetingNonce(row.GetFieldValue<byte[]>(1)),
            new PublicKey(row.GetFieldValue<byte[]>(2)),
            row.GetString(3),
            row.GetFieldValue<byte[]>(4),
            new Signature(row.GetFieldValue<byte[]>(5)));
    }

    private static void Insert(SqliteConnection connection, Meeting meeting)
    {
        using var command = connection.CreateCommand();
        command.CommandText = """
            INSERT INTO meeting (id, host_key, nonce, join_key, policy, details, signature)
            VALUES ($id, $host_key, $nonce, $join_key, $policy, $details, $signature)
            """;
        command.Parameters.AddWithValue("$id", meeting.Id.Span.ToArray());
        command.Parameters.AddWithValue("$host_key", meeting.HostKey.Span.ToArray());
        command.Parameters.AddWithValue("$nonce", meeting.Nonce.Span.ToArray());
        command.Parameters.AddWithValue("$join_key", meeting.JoinKey.Span.ToArray());
        command.Parameters.AddWithValue("$policy", meeting.Policy);
        command.Parameters.AddWithValue("$details", meeting.Details);
        command.Parameters.AddWithValue("$signature", meeting.Signature.Span.ToArray());
        command.ExecuteNonQuery();
    }
}
