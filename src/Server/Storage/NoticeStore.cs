// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace Vigil.Server.Storage;

/// <summary>What the person concerned gets: whoever has the token has all of it.</summary>
internal sealed record Notice(string Order, byte[] Token, byte[] Salt, string Statement);

/// <summary>What the person concerned answered.</summary>
internal sealed record AppealText(string Appeal, string Order, string Text, byte[] Salt);

/// <summary>Notices and appeals; their commitments are in the log.</summary>
internal sealed class NoticeStore(Database database)
{
    public const int TokenLength = 32;

    private const string Columns = "SELECT order_id, token, salt, statement FROM staff_notice ";

    public Notice? Find(string order) => database.Select(Columns + "WHERE order_id = $order", Read, ("$order", order)).FirstOrDefault();

    public Notice? FindByToken(byte[] token) => database.Select(Columns + "WHERE token = $token", Read, ("$token", token)).FirstOrDefault();

    /// <summary>The one that is kept is kept: after a crash the log gets the commitment to the same statement.</summary>
    public Notice Keep(string order, string statement)
    {
        database.Change(
            "INSERT OR IGNORE INTO staff_notice (order_id, token, salt, statement) VALUES ($order, $token, $salt, $statement)",
            ("$order", order), ("$token", RandomNumberGenerator.GetBytes(TokenLength)), ("$salt", RandomNumberGenerator.GetBytes(32)), ("$statement", statement));
        return Find(order)!;
    }

    public void Keep(AppealText appeal) => database.Change(
        "INSERT INTO staff_appeal (appeal, order_id, text, salt) VALUES ($appeal, $order, $text, $salt)",
        ("$appeal", appeal.Appeal), ("$order", appeal.Order), ("$text", appeal.Text), ("$salt", appeal.Salt));

    public AppealText? FindAppeal(string appeal) => database.Select(
        "SELECT appeal, order_id, text, salt FROM staff_appeal WHERE appeal = $appeal",
        row => new AppealText(row.GetString(0), row.GetString(1), row.GetString(2), row.GetFieldValue<byte[]>(3)),
        ("$appeal", appeal)).FirstOrDefault();

    public void ForgetAppeal(string appeal) => database.Change("DELETE FROM staff_appeal WHERE appeal = $appeal", ("$appeal", appeal));

    public IReadOnlyList<string> Orders() => database.Select("SELECT order_id FROM staff_notice UNION SELECT order_id FROM staff_appeal", row => row.GetString(0));

    public void Forget(string order)
    {
        database.Change("DELETE FROM staff_notice WHERE order_id = $order", ("$order", order));
        database.Change("DELETE FROM staff_appeal WHERE order_id = $order", ("$order", order));
    }

    private static Notice Read(SqliteDataReader row) => new(row.GetString(0), row.GetFieldValue<byte[]>(1), row.GetFieldValue<byte[]>(2), row.GetString(3));
}
