// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Vigil.Server.Log;
using Vigil.Server.Log.Opening;
using Vigil.Server.Serving;
using Vigil.Server.Tests.Support;
using Vigil.Tlog.Audit;
using Vigil.Tlog.Entries;
using Vigil.Tlog.Policies;

namespace Vigil.Server.Tests.Log;

/// <summary>What a log needs in order to go on, and what it says when it may not.</summary>
public class OpeningTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public async Task A_new_log_begins_with_who_it_is()
    {
        using var folders = new LogFolders();
        await using var log = folders.Open();
        LogEntry[] entries = [.. LogFolders.ReadAll(log).Select(bytes => LogEntry.TryParse(bytes, out var entry, out var failure) ? entry! : throw new InvalidDataException(failure.ToString()))];
        Assert.Equal([EntryTypes.Genesis, EntryTypes.ServerKey, EntryTypes.ServerKey], entries.Select(entry => entry.Type));
        Assert.Equal(log.Key.ToString(), entries[0].Body.GetProperty("log_key").GetString());
        Assert.Equal("https://log.example", entries[0].Body.GetProperty("web_origins")[0].GetString());
        Assert.Contains("CREATE TABLE meeting", entries[0].Body.GetProperty("schema").GetString(), StringComparison.Ordinal);
        Assert.Equal(log.Key.ToString(), entries[1].Body.GetProperty("key").GetString());
        Assert.Equal(log.Cosigner.Key.ToString(), entries[2].Body.GetProperty("key").GetString());
        Assert.Equal($"{log.Key}\n", File.ReadAllText(folders.State("log.vkey")));
        Assert.Equal($"{log.Cosigner.Key}\n", File.ReadAllText(folders.State("witness.vkey")));
    }

    [Fact]
    public async Task An_auditor_accepts_the_folder_as_it_is()
    {
        using var folders = new LogFolders();
        await folders.FillAsync(700);
        var key = File.ReadAllText(folders.State("log.vkey")).Trim();
        Assert.True(LogPolicy.TryParse(Encoding.UTF8.GetBytes($"log {key}\nquorum none\n"), out var policy, out _));
        var tiles = new Vigil.Server.Log.Files.FolderTiles(new(new Vigil.Server.Log.Files.UnixFiles(), folders.Options.Folder, isPrivate: false));
        var report = new LogAudit(tiles, policy!, new AuditOptions { Rules = [new GenesisRule(LogFolders.Origin), new UniqueIdRule()] })
            .Run(File.ReadAllBytes(folders.Public("checkpoint")), [], DateTimeOffset.UtcNow);
        Assert.Empty(report.Findings);
        Assert.Equal(703UL, report.Entries);
    }

    [Fact]
    public async Task Closed_right_after_an_append_the_folder_has_it()
    {
        using var folders = new LogFolders();
        for (var round = 0; round < 20; round++)
        {
            ulong signed;
            await using (var log = folders.Open())
            {
                await LogFolders.AppendAsync(log, round, 1);
                signed = log.Signed.Head.Size;
            }
            Assert.Equal(4UL + (ulong)round, signed);
            Assert.Equal($"{signed}", File.ReadAllLines(folders.Public("checkpoint"))[1]);
        }
    }

    [Fact]
    public async Task Secrets_are_for_the_owner_and_the_log_is_for_everybody()
    {
        using var folders = new LogFolders();
        await folders.FillAsync(1);
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(folders.State(LogIdentity.LogKeyFile)));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(folders.State(LogIdentity.WitnessKeyFile)));
        Assert.True(File.GetUnixFileMode(folders.Public("checkpoint")).HasFlag(UnixFileMode.OtherRead));
        Assert.True(File.GetUnixFileMode(folders.Public("tile/0/000.p")).HasFlag(UnixFileMode.OtherExecute));

        File.SetUnixFileMode(folders.State(LogIdentity.LogKeyFile), OwnerOnly | UnixFileMode.GroupRead);
        Assert.Contains("can be read by others", folders.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_goes_on_where_it_was()
    {
        using var folders = new LogFolders();
        await folders.FillAsync(300);
        string key;
        await using (var log = folders.Open())
        {
            key = log.Key.ToString();
            Assert.Equal(303UL, log.Signed.Head.Size);
            await LogFolders.AppendAsync(log, 300, 300);
        }
        await using var again = folders.Open();
        Assert.Equal(key, again.Key.ToString());
        Assert.Equal(603, LogFolders.ReadAll(again).Count);
    }

    [Fact]
    public async Task A_start_reads_a_handful_of_files_whatever_the_size()
    {
        using var folders = new LogFolders();
        await folders.FillAsync(70_000, perBatch: 10_000);
        var files = new RecordingFiles();
        await using var log = folders.Open(new LogSeams { Files = files });
        Assert.Equal(70_003UL, log.Signed.Head.Size);
        Assert.InRange(files.Reads, 1, 40);
    }

    [Fact]
    public async Task Only_one_process_at_a_time()
    {
        using var folders = new LogFolders();
        await using var log = folders.Open();
        Assert.Contains("another process has this log open", folders.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_name_never_changes()
    {
        using var folders = new LogFolders();
        await folders.FillAsync(1);
        Assert.Contains("--log-origin: the log here is 'log.example/log/staff-actions'", folders.Refusal(folders.Options with { Origin = "other.example/log/staff-actions" }), StringComparison.Ordinal);
        await using var log = folders.Open(options: folders.Options with { Origin = LogFolders.Origin });
        Assert.Equal(LogFolders.Origin, log.Origin);
    }

    [Theory]
    [InlineData("localhost", "localhost/log/staff-actions")]
    [InlineData("192.0.2.1", "192.0.2.1/log/staff-actions")]
    [InlineData("::1", "[::1]/log/staff-actions")]
    [InlineData("*", null)]
    [InlineData("0.0.0.0", null)]
    public void The_usual_name_comes_from_the_host(string host, string? origin)
    {
        Assert.Equal(origin, OriginName.FromHost(host));
        if (origin is not null) { Assert.Null(OriginName.Problem(origin)); }
    }

    [Theory]
    [InlineData("meet.example/log", null, "https://meet.example")]
    [InlineData("meet.example/log", 8443, "https://meet.example:8443")]
    [InlineData("meet.example:9443/log", 8443, "https://meet.example:9443")]
    [InlineData("[2001:db8::1]/log", 8443, "https://[2001:db8::1]:8443")]
    public void The_address_of_pages_has_their_port(string origin, int? port, string webOrigin) => Assert.Equal(webOrigin, OriginName.WebOrigin(origin, port));

    [Theory]
    [InlineData(443, true, "https://log.example")]
    [InlineData(8443, true, "https://log.example:8443")]
    [InlineData(8080, false, "https://log.example")]
    public async Task The_genesis_names_the_port_of_pages(int port, bool hasTls, string webOrigin)
    {
        using var folders = new LogFolders();
        var options = new ServeOptions { Port = port, Certificate = hasTls ? "cert.pem" : null, Data = folders.Root }.LogOptions;
        await using var log = folders.Open(options: folders.Options with { WebPort = options.WebPort });
        Assert.True(LogEntry.TryParse(LogFolders.ReadAll(log)[0], out var genesis, out _));
        Assert.Equal(webOrigin, genesis!.Body.GetProperty("web_origins")[0].GetString());
    }

    [Theory]
    [InlineData("meet.example")]
    [InlineData("/log")]
    [InlineData("meet.example/")]
    [InlineData("meet example/log")]
    [InlineData("meet+example/log")]
    [InlineData("Meet.Example/log")]
    [InlineData("https://meet.example/log")]
    public void Names_that_no_log_can_have(string origin) => Assert.NotNull(OriginName.Problem(origin));

    [Fact]
    public async Task A_log_folder_from_a_backup_is_refused()
    {
        using var folders = new LogFolders();
        await folders.FillAsync(100);
        var backup = folders.Backup("backup");
        await using (var log = folders.Open()) { await LogFolders.AppendAsync(log, 100, 100); }
        folders.Restore(backup, "log");
        Assert.Contains($"{folders.Public("tile/0/000.p/203")}: missing", folders.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_and_state_from_a_backup_are_refused_because_of_the_second_place()
    {
        using var folders = new LogFolders();
        await folders.FillAsync(100);
        var backup = folders.Backup("backup");
        await using (var log = folders.Open()) { await LogFolders.AppendAsync(log, 100, 100); }
        folders.Restore(backup, "log");
        folders.Restore(backup, "log-state");
        Assert.Contains($"{folders.Public("tile/0/000.p/203")}: missing", folders.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_second_place_alone_does_no_harm()
    {
        using var folders = new LogFolders();
        await folders.FillAsync(100);
        var backup = folders.Backup("backup");
        await using (var log = folders.Open()) { await LogFolders.AppendAsync(log, 100, 100); }
        folders.Restore(backup, "log-second");
        await using (var log = folders.Open()) { Assert.Equal(203UL, log.Signed.Head.Size); }
        Assert.Equal(File.ReadAllBytes(folders.State("signed")), File.ReadAllBytes(folders.Second));
    }

    [Fact]
    public async Task A_fork_beside_the_log_is_refused()
    {
        using var folders = new LogFolders();
        await folders.FillAsync(100);
        var backup = folders.Backup("backup");
        await using (var log = folders.Open()) { await LogFolders.AppendAsync(log, 100, 100); }
        // Somebody restores everything, goes on with other entries, and brings the old second place back.
        var second = File.ReadAllBytes(folders.Second);
        foreach (var folder in new[] { "log", "log-state", "log-second" }) { folders.Restore(backup, folder); }
        await using (var log = folders.Open()) { await LogFolders.AppendAsync(log, 500, 100); }
        File.WriteAllBytes(folders.Second, second);
        Assert.Contains("this log was forked", folders.Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("log-state/signed")]
    [InlineData("log-second/signed")]
    [InlineData("log-state/log.json")]
    [InlineData("log-state/log.key.pem")]
    [InlineData("log/tile/0/000.p/103")]
    [InlineData("log/tile/entries/000.p/103")]
    public async Task What_is_missing_is_named(string file)
    {
        using var folders = new LogFolders();
        await folders.FillAsync(100);
        File.Delete(Path.Combine(folders.Root, file));
        Assert.StartsWith(Path.Combine(folders.Root, file) + ": missing", folders.Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("log-state/signed")]
    [InlineData("log-second/signed")]
    [InlineData("log/checkpoint")]
    [InlineData("log-state/log.json")]
    [InlineData("log-state/log.key.pem")]
    [InlineData("log/tile/0/001.p/103")]
    [InlineData("log/tile/1/000.p/1")]
    [InlineData("log/tile/entries/001.p/103")]
    public async Task What_is_damaged_is_named(string file)
    {
        using var folders = new LogFolders();
        await folders.FillAsync(356);
        var path = Path.Combine(folders.Root, file);
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);
        var refusal = folders.Refusal();
        // Which of the tiles at the edge is wrong cannot be told from their common root: then all are named.
        Assert.Contains(file.Split('/', 2)[1], refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_crash_between_the_two_places_is_made_good()
    {
        using var folders = new LogFolders();
        await folders.FillAsync(10);
        var before = File.ReadAllBytes(folders.State("signed"));
        await using (var log = folders.Open()) { await LogFolders.AppendAsync(log, 10, 10); }
        File.WriteAllBytes(folders.State("signed"), before);
        File.WriteAllBytes(folders.Public("checkpoint"), before);
        // The index knows more than these two, but the second place vouches for it.
        await using (var log = folders.Open())
        {
            Assert.Equal(23UL, log.Signed.Head.Size);
            await log.Publisher.WhenPublishedAsync(23);
        }
        Assert.Equal(File.ReadAllBytes(folders.Second), File.ReadAllBytes(folders.State("signed")));
    }

    [Fact]
    public async Task All_checkpoints_gone_is_a_roll_back_too()
    {
        using var folders = new LogFolders();
        await folders.FillAsync(10);
        foreach (var file in new[] { folders.State("signed"), folders.Second, folders.Public("checkpoint") }) { File.Delete(file); }
        Assert.Contains("the log was rolled back", folders.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_server_says_why_it_does_not_start()
    {
        using var folder = new TempFolder();
        await (await TestServer.StartAsync(Path.Combine(folder.Path, "data"))).DisposeAsync();
        var file = Path.Combine(folder.Path, "data", "log-second", "signed");
        File.Delete(file);
        var refusal = await Assert.ThrowsAsync<Vigil.Server.Serving.StartException>(() => TestServer.StartAsync(Path.Combine(folder.Path, "data")));
        Assert.Contains(file, refusal.Message, StringComparison.Ordinal);
    }
}
