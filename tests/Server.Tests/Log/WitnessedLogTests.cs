// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text;
using Vigil.Server.Log;
using Vigil.Server.Tests.Support;
using Vigil.Tlog.Policies;

namespace Vigil.Server.Tests.Log;

/// <summary>Logs and witnesses that are real servers: final is what a quorum has seen, and two views are seen by nobody twice.</summary>
public class WitnessedLogTests
{
    [Fact]
    public async Task Two_servers_witness_each_other()
    {
        using var folder = new TempFolder();
        // Each makes its keys; then each gets the other's.
        var (a, b) = (Path.Combine(folder.Path, "a"), Path.Combine(folder.Path, "b"));
        await (await StartAsync(a, "a.example")).DisposeAsync();
        var second = await StartAsync(b, "b.example", knows: a);
        await using var first = await StartAsync(a, "a.example", knows: b, asks: (b, second.Address));
        await AppendAndPublishAsync(first, 10);
        AssertAccepted(await ReadAsync(first), a, b);

        var port = second.Address.Port;
        await second.DisposeAsync();
        await using var again = await StartAsync(b, "b.example", knows: a, asks: (a, first.Address), port: port);
        await AppendAndPublishAsync(again, 20);
        AssertAccepted(await ReadAsync(again), b, a);
        await AppendAndPublishAsync(first, 30);
        AssertAccepted(await ReadAsync(first), a, b);
    }

    [Fact]
    public async Task Without_a_quorum_the_last_final_checkpoint_stays()
    {
        using var folder = new TempFolder();
        var (a, b) = (Path.Combine(folder.Path, "a"), Path.Combine(folder.Path, "b"));
        await (await StartAsync(a, "a.example")).DisposeAsync();
        var witness = await StartAsync(b, "b.example", knows: a);
        var address = witness.Address;
        await using var log = await StartAsync(a, "a.example", asks: (b, address));
        await AppendAndPublishAsync(log, 1);
        var final = await ReadAsync(log);
        await witness.DisposeAsync();

        await AppendAsync(log, 2);
        await UntilAsync(log, () => log.Log.Entries.Any(entry => entry.Event == 1304));
        Assert.Equal(final, await ReadAsync(log));
        Assert.Equal(7UL, log.PublicLog.Signed.Head.Size);

        // The witness is back: it is asked again after a while, and nothing was lost.
        await using var again = await StartAsync(b, "b.example", knows: a, port: address.Port);
        await UntilAsync(log, () => log.PublicLog.Publisher.Current!.Head.Size == 7);
        AssertAccepted(await ReadAsync(log), a, b);
    }

    [Fact]
    public async Task An_idle_log_is_cosigned_again_before_a_day_is_over()
    {
        using var folder = new TempFolder();
        var (a, b) = (Path.Combine(folder.Path, "a"), Path.Combine(folder.Path, "b"));
        await (await StartAsync(a, "a.example")).DisposeAsync();
        await using var witness = await StartAsync(b, "b.example", knows: a);
        await using var log = await StartAsync(a, "a.example", asks: (b, witness.Address));
        await UntilAsync(log, () => Current(log, a, b).Accepted);
        var before = Current(log, a, b).NewestCosignature!.Value;
        // Both clocks are ours. Hours pass, nothing is appended.
        foreach (var server in new[] { witness, log }) { server.Time.Advance(TimeSpan.FromHours(8)); }
        await UntilAsync(log, () => Current(log, a, b).NewestCosignature > before);
        var verdict = Verdict(await ReadAsync(log), a, b);
        Assert.True(verdict.Accepted);
        Assert.InRange(verdict.NewestCosignature!.Value - before, 7UL * 3600, 12UL * 3600);
        Assert.Equal(5UL, verdict.Checkpoint!.Head.Size);
    }

    [Fact]
    public async Task Two_views_for_two_witnesses_are_caught_by_both()
    {
        using var folder = new TempFolder();
        var (a, w1, w2) = (Path.Combine(folder.Path, "a"), Path.Combine(folder.Path, "w1"), Path.Combine(folder.Path, "w2"));
        await (await StartAsync(a, "a.example")).DisposeAsync();
        await using var first = await StartAsync(w1, "w1.example", knows: a);
        await using var second = await StartAsync(w2, "w2.example", knows: a);
        // The same key, the same beginning, two places.
        var fork = Path.Combine(folder.Path, "fork");
        LogFolders.Copy(a, fork);
        await using (var one = await StartAsync(a, "a.example", asks: (w1, first.Address))) { await AppendAndPublishAsync(one, 1); }
        await using (var other = await StartAsync(fork, "a.example", asks: (w2, second.Address))) { await AppendAndPublishAsync(other, 2); }

        // Now each view goes to the witness that saw the other one.
        await using var caught = await StartAsync(a, "a.example", asks: (w2, second.Address));
        await UntilAsync(caught, () => caught.Log.Entries.Any(entry => entry.Event == 1306));
        Assert.Contains(second.Log.Entries, entry => entry.Event == 1308);
        await using var caughtToo = await StartAsync(fork, "a.example", asks: (w1, first.Address));
        await UntilAsync(caughtToo, () => caughtToo.Log.Entries.Any(entry => entry.Event == 1306));
        Assert.Contains(first.Log.Entries, entry => entry.Event == 1308);
    }

    [Fact]
    public async Task A_log_that_was_rolled_back_with_all_its_copies_is_caught()
    {
        using var folder = new TempFolder();
        var (a, b) = (Path.Combine(folder.Path, "a"), Path.Combine(folder.Path, "b"));
        await (await StartAsync(a, "a.example")).DisposeAsync();
        var backup = Path.Combine(folder.Path, "backup");
        LogFolders.Copy(a, backup);
        await using var witness = await StartAsync(b, "b.example", knows: a);
        await using (var log = await StartAsync(a, "a.example", asks: (b, witness.Address))) { await AppendAndPublishAsync(log, 1); }
        await using var restored = await StartAsync(backup, "a.example", asks: (b, witness.Address));
        await UntilAsync(restored, () => restored.Log.Entries.Any(entry => entry.Event == 1306 && entry.Text.Contains("rolled back", StringComparison.Ordinal)));
    }

    private static async Task<TestServer> StartAsync(string data, string host, string? knows = null, (string Data, Uri Address)? asks = null, int port = 0)
    {
        var files = Path.GetDirectoryName(data)!;
        string? logs = null, policy = null;
        if (knows is not null)
        {
            logs = Path.Combine(files, $"logs-of-{host}");
            File.WriteAllText(logs, Vkey(knows, "log"));
        }
        if (asks is { } witness)
        {
            policy = Path.Combine(files, $"policy-of-{Path.GetFileName(data)}");
            File.WriteAllText(policy, $"witness w {Vkey(witness.Data, "witness").Trim()} {new Uri(witness.Address, "witness")}\nquorum w\n");
        }
        return await TestServer.StartAsync(data, publicLog: new TestLog { Origin = $"{host}/log/staff-actions", WitnessLogs = logs, Policy = policy, Port = port });
    }

    private static string Vkey(string data, string whose) => File.ReadAllText(Path.Combine(data, "log-state", $"{whose}.vkey"));

    private static async Task AppendAndPublishAsync(TestServer server, int number)
    {
        await AppendAsync(server, number);
        var size = server.PublicLog.Signed.Head.Size;
        await UntilAsync(server, () => server.PublicLog.Publisher.Current?.Head.Size >= size);
    }

    private static async Task AppendAsync(TestServer server, int number)
    {
        var appended = server.PublicLog.AppendAsync(TestEntry.Numbered(number));
        await UntilAsync(server, () => appended.IsCompleted);
        Assert.Equal(AppendOutcome.Appended, (await appended).Outcome);
    }

    /// <summary>Lets the clock run until something is so; a minute of real time is never.</summary>
    private static async Task UntilAsync(TestServer server, Func<bool> isSo)
    {
        using var never = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!isSo())
        {
            server.Time.Advance(TimeSpan.FromMilliseconds(250));
            await Task.Delay(5, never.Token);
        }
    }

    private static Task<string> ReadAsync(TestServer server) => server.Http.GetStringAsync("/log/checkpoint");

    private static void AssertAccepted(string checkpoint, string log, string witness) => Assert.True(Verdict(checkpoint, log, witness).Accepted, checkpoint);

    private static CheckpointVerdict Current(TestServer server, string log, string witness) =>
        Verdict(Encoding.UTF8.GetString(server.PublicLog.Publisher.Current!.Bytes.Span), log, witness);

    private static CheckpointVerdict Verdict(string checkpoint, string log, string witness)
    {
        Assert.True(LogPolicy.TryParse(Encoding.UTF8.GetBytes($"log {Vkey(log, "log").Trim()}\nwitness w {Vkey(witness, "witness").Trim()}\nquorum w\n"), out var policy, out _));
        Assert.True(Vigil.Tlog.Notes.SignedNote.TryParse(Encoding.UTF8.GetBytes(checkpoint), out var note, out _));
        return policy!.Check(note!);
    }
}
