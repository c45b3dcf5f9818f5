// SPDX-License-Identifier: Apache-2.0
using Microsoft.Data.Sqlite;
using Vigil.Server.Storage;
using Vigil.Server.Tests.Support;

namespace Vigil.Server.Tests.Storage;

public class StorageTests
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    [Fact]
    public async Task Nobody_else_may_read_the_folder_or_any_file_in_it()
    {
        using var folder = new TempFolder();
        var data = Path.Combine(folder.Path, "data");
        await using var server = await TestServer.StartAsync(data);
        await server.CreateMeetingAsync();
        Assert.Equal((UnixFileMode)0, File.GetUnixFileMode(data) & Others);
        var files = Directory.GetFiles(data);
        Assert.Contains(files, file => file.EndsWith("-wal", StringComparison.Ordinal));
        Assert.All(files, file => Assert.Equal((UnixFileMode)0, File.GetUnixFileMode(file) & Others));
    }

    [Fact]
    public async Task A_folder_that_others_may_read_is_closed_and_that_is_said()
    {
        using var folder = new TempFolder();
        File.SetUnixFileMode(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead);
        await using var server = await TestServer.StartAsync(folder.Path);
        Assert.Equal((UnixFileMode)0, File.GetUnixFileMode(folder.Path) & Others);
        Assert.Contains(server.Log.Entries, entry => entry.Event == 1002);
    }

    [Fact]
    public void The_schema_is_applied_once()
    {
        using var folder = new TempFolder();
        for (var i = 0; i < 2; i++)
        {
            using var database = Database.Open(DataFolder.Open(folder.Path, out _));
            Assert.Equal((long)Schema.Newest, database.Use(connection => Scalar(connection, "PRAGMA user_version")));
            Assert.Equal("wal", database.Use(connection => Scalar(connection, "PRAGMA journal_mode")));
        }
    }

    [Fact]
    public void An_older_database_keeps_its_accounts_when_orders_leave_their_table()
    {
        using var folder = new TempFolder();
        var data = DataFolder.Open(folder.Path, out _);
        DataFolder.CreatePrivateFile(data.DatabaseFile);
        using (var older = new SqliteConnection($"Data Source={data.DatabaseFile};Pooling=False"))
        {
            older.Open();
            for (var number = 1; number <= 3; number++) { Scalar(older, Resource(number)); }
            Scalar(older, "PRAGMA user_version = 3");
            Scalar(older, "INSERT INTO account VALUES (zeroblob(16), '2026-09-21', 4000000000, 'x')");
            Scalar(older, "INSERT INTO account_passkey VALUES (x'01', zeroblob(16), x'02', 0, 0, 0, '2026-09-21')");
        }
        using var database = Database.Open(data);
        Assert.Equal(["2026-09-21"], database.Use(connection => Column(connection, "SELECT a.day FROM account a JOIN account_passkey p ON p.account = a.account")));
        Assert.Empty(database.Use(connection => Column(connection, "PRAGMA foreign_key_check")));
        // References hold again: a row of nobody's account is refused.
        Assert.Throws<SqliteException>(() => database.Use(connection => Scalar(connection, "INSERT INTO account_passkey VALUES (x'03', randomblob(16), x'02', 0, 0, 0, '2026-09-21')")));
    }

    [Fact]
    public void A_database_of_a_newer_version_is_refused()
    {
        using var folder = new TempFolder();
        var data = DataFolder.Open(folder.Path, out _);
        using (var database = Database.Open(data)) { database.Use(connection => Scalar(connection, $"PRAGMA user_version = {Schema.Newest + 1}")); }
        Assert.Contains("newer", Assert.Throws<DatabaseException>(() => Database.Open(data)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused()
    {
        using var folder = new TempFolder();
        folder.Write("vigil.db", new string('x', 5000));
        Assert.Throws<DatabaseException>(() => Database.Open(DataFolder.Open(folder.Path, out _)));
    }

    [Fact]
    public void The_schema_holds_no_time_address_or_person()
    {
        using var folder = new TempFolder();
        using var database = Database.Open(DataFolder.Open(folder.Path, out _));
        var columns = database.Use(connection => Column(
            connection, "SELECT m.name || '.' || c.name FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table' ORDER BY 1"));
        Assert.Equal(
            ["account.account", "account.day",
             "account_passkey.account", "account_passkey.backed_up", "account_passkey.backup_eligible", "account_passkey.credential",
             "account_passkey.day", "account_passkey.public_key", "account_passkey.sign_count",
             "account_recovery_code.account", "account_recovery_code.hash", "account_recovery_code.locator",
             "account_session.account", "account_session.day", "account_session.expires", "account_session.hash",
             "book.meeting", "book.sealed", "book.signature", "book.version",
             "link.link", "link.meeting", "link.not_after", "link.not_before", "link.sealed", "link.signature",
             "meeting.details", "meeting.host_key", "meeting.id", "meeting.join_key", "meeting.nonce", "meeting.policy", "meeting.signature",
             "revocation.link", "revocation.meeting", "revocation.signature",
             "staff_appeal.appeal", "staff_appeal.order_id", "staff_appeal.salt", "staff_appeal.text",
             "staff_approval.assertion", "staff_approval.credential", "staff_approval.proposal",
             "staff_case.facts", "staff_case.proposal",
             "staff_notice.order_id", "staff_notice.salt", "staff_notice.statement", "staff_notice.token",
             "staff_payload.payload", "staff_payload.proposal",
             "staff_sealed_request.details", "staff_sealed_request.request", "staff_sealed_request.salt",
             "staff_subject.id", "staff_subject.kind", "staff_subject.proposal", "staff_subject.salt"], columns);
    }

    private static string Resource(int number)
    {
        using var reader = new StreamReader(typeof(Schema).Assembly.GetManifestResourceStream($"Vigil.Server.Storage.schema.{number:0000}.sql")!);
        return reader.ReadToEnd();
    }

    private static object? Scalar(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of these tests.
        command.CommandText = text;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }

    private static List<string> Column(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of these tests.
        command.CommandText = text;
#pragma warning restore CA2100
        using var rows = command.ExecuteReader();
        var column = new List<string>();
        while (rows.Read()) { column.Add(rows.GetString(0)); }
        return column;
    }
}
