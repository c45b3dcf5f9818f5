// SPDX-License-Identifier: Apache-2.0
using Microsoft.Data.Sqlite;
using Vigil.Server.Accounts;
using Vigil.Server.Storage;
using Vigil.Server.Tests.Support;

namespace Vigil.Server.Tests.Accounts;

/// <summary>Everything that is kept is shown, and everything goes.</summary>
public class MyDataTests
{
    [Fact]
    public async Task Every_column_of_every_table_is_shown_or_is_the_hash_of_a_secret()
    {
        await using var server = await TestServer.StartAsync();
        using var browser = new TestBrowser(server);
        using var passkey = browser.NewPasskey();
        using var other = new TestBrowser(server);
        using var others = other.NewPasskey();
        await browser.CreateAccountAsync(passkey);
        await other.CreateAccountAsync(others);
        await browser.MakeCodesAsync();
        var (status, answer) = await browser.SendAsync("GET", "/api/my-data");
        Assert.Equal(200, status);

        var shown = answer.GetProperty("tables").EnumerateObject()
            .SelectMany(table => table.Value[0].EnumerateObject().Select(column => $"{table.Name}.{column.Name}"));
        using var connection = new SqliteConnection($"Data Source={Path.Combine(server.DataFolder, "vigil.db")};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        // Found another way than the server finds them: by what refers to an account.
        Assert.Equal(
            Column(connection, """
                SELECT m.name || '.' || c.name FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table'
                AND (m.name = 'account' OR EXISTS (SELECT 1 FROM pragma_foreign_key_list(m.name) f WHERE f."table" = 'account')) ORDER BY 1
                """),
            shown.Order(StringComparer.Ordinal));
        foreach (var table in answer.GetProperty("tables").EnumerateObject())
        {
            foreach (var column in table.Value[0].EnumerateObject())
            {
                Assert.Equal(AccountTables.Hashes.Contains($"{table.Name}.{column.Name}"), column.Value.ToString() == "kept, not shown");
            }
        }
        Assert.Equal(10, answer.GetProperty("tables").GetProperty("account_recovery_code").GetArrayLength());
        Assert.DoesNotContain(others.Id, answer.ToString(), StringComparison.Ordinal);
        Assert.Contains(passkey.Id, answer.ToString(), StringComparison.Ordinal);
        Assert.Empty(answer.GetProperty("looks").EnumerateArray());
    }

    [Fact]
    public void Whatever_belongs_to_an_account_has_a_column_of_that_name()
    {
        using var folder = new TempFolder();
        using var database = Database.Open(DataFolder.Open(folder.Path, out _));
        var named = database.Use(connection => Column(connection, "SELECT m.name FROM sqlite_schema m WHERE m.type = 'table' AND m.name LIKE 'account%' ORDER BY 1"));
        Assert.Equal(named, new AccountTables(database).Names());
    }

    /// <summary>The bytes themselves, in the database and the files beside it, among so many other accounts that pages split and merge.</summary>
    [Fact]
    public void A_deleted_account_leaves_no_byte_in_any_file()
    {
        using var folder = new TempFolder();
        using var database = Database.Open(DataFolder.Open(folder.Path, out _));
        var rows = Enumerable.Range(0, 300).Select(_ => new StoredAccount(database)).ToArray();
        var tables = new AccountTables(database);
        // Every third goes: neighbours in the same pages stay.
        var gone = rows.Where((_, i) => i % 3 == 0).ToArray();
        Assert.All(gone, account => Assert.True(account.IsFoundIn(folder.Path)));
        foreach (var account in gone[1..]) { tables.Delete(account.Id); }
        tables.Delete(gone[0].Id);
        Assert.All(gone, account => Assert.False(account.IsFoundIn(folder.Path)));
        Assert.All(rows.Except(gone), account => Assert.True(account.IsFoundIn(folder.Path)));
        Assert.All(rows.Except(gone), account => Assert.Single(new PasskeyStore(database).Of(account.Id)));
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

    private sealed class StoredAccount
    {
        private readonly byte[][] _traces;

        public StoredAccount(Database database)
        {
            var (credential, key, session, locator) = (Random(40), Random(77), Random(32), Random(5));
            new AccountStore(database).TryCreate(new Passkey(credential, Id, key, 0, false, false, "2026-09-21"));
            new RecoveryCodeStore(database).Replace(Id, [(locator, Convert.ToHexString(credential))]);
            new SessionStore(database).Add(session, new SessionRow(Id, "2026-09-21", "2026-10-05"));
            _traces = [Id.Span.ToArray(), credential, key, session, System.Text.Encoding.ASCII.GetBytes(Convert.ToHexString(credential))];
        }

        public AccountId Id { get; } = AccountId.Random();

        public bool IsFoundIn(string folder) =>
            Directory.GetFiles(folder, "vigil.db*").Select(ReadShared).Any(file => _traces.Any(trace => file.AsSpan().IndexOf(trace) >= 0));

        private static byte[] Random(int length) => System.Security.Cryptography.RandomNumberGenerator.GetBytes(length);

        private static byte[] ReadShared(string path)
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
    }
}
