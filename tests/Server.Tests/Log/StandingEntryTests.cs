// SPDX-License-Identifier: Apache-2.0
using Microsoft.Extensions.Logging.Abstractions;
using Vigil.Server.Crypto;
using Vigil.Server.Log;
using Vigil.Server.Log.Opening;
using Vigil.Server.Tests.Support;
using Vigil.Tlog.Entries;

namespace Vigil.Server.Tests.Log;

/// <summary>Policy and stamp key are said in the log when they change, and not again when they do not.</summary>
public sealed class StandingEntryTests : IDisposable
{
    private const string Comment = "# whom we ask\n";

    private readonly LogFolders _folders = new();
    private readonly PublicKey _stampKey = new([.. Enumerable.Repeat((byte)7, 32)]);

    public void Dispose() => _folders.Dispose();

    [Fact]
    public async Task A_policy_is_said_once_and_each_other_one_after_it()
    {
        Assert.Empty(await SaidAfterStartAsync(policy: null));
        var first = await SaidAfterStartAsync($"{Comment}quorum none\n");
        Assert.Equal(first, await SaidAfterStartAsync($"{Comment}quorum none\n"));
        var second = await SaidAfterStartAsync("quorum none\n");
        var back = await SaidAfterStartAsync($"{Comment}quorum none\n");
        var without = await SaidAfterStartAsync(policy: null);
        Assert.Equal(without, await SaidAfterStartAsync(policy: null));

        var key = File.ReadAllText(_folders.State("log.vkey")).Trim();
        Assert.Equal([$"log {key}\n{Comment}quorum none\n"], first);
        Assert.Equal([.. first, $"log {key}\nquorum none\n"], second);
        Assert.Equal([.. second, .. first], back);
        Assert.Equal([.. back, $"log {key}\nquorum none\n"], without);
    }

    /// <summary>Clients take a new policy only if the newest entry is what is served beside the log, word for word.</summary>
    [Fact]
    public async Task The_newest_entry_is_what_is_served()
    {
        foreach (var policy in new[] { "quorum none\n", $"{Comment}quorum none\n", null })
        {
            var said = await SaidAfterStartAsync(policy);
            await using var log = Open(policy);
            Assert.Equal(FirstUse.Read(log.Key, PolicyFile(policy)).Policy, System.Text.Encoding.UTF8.GetBytes(said[^1]));
        }
    }

    [Fact]
    public async Task A_crash_between_file_and_log_says_it_anew()
    {
        await using (var log = Open("quorum none\n")) { }
        var stale = LogEntry.Create(EntryTypes.WitnessChange, "01ARZ3NDEKTSV4RRFFQ69G5FAV", DateTimeOffset.UnixEpoch, json => json.WriteString("policy", "quorum none\n"));
        File.WriteAllBytes(_folders.State(StandingEntry.PolicyFile), stale.Bytes.ToArray());
        Assert.Equal(2, (await SaidAfterStartAsync("quorum none\n")).Count);
        Assert.Equal(2, (await SaidAfterStartAsync("quorum none\n")).Count);
    }

    [Fact]
    public async Task A_lost_or_damaged_file_costs_one_repetition()
    {
        Assert.Single(await SaidAfterStartAsync("quorum none\n"));
        File.WriteAllText(_folders.State(StandingEntry.PolicyFile), "{");
        Assert.Equal(2, (await SaidAfterStartAsync("quorum none\n")).Count);
        File.Delete(_folders.State(StandingEntry.PolicyFile));
        Assert.Equal(3, (await SaidAfterStartAsync("quorum none\n")).Count);
    }

    [Fact]
    public void A_policy_that_the_log_cannot_say_stops_the_start()
    {
        var path = Path.Combine(_folders.Root, "policy");
        File.WriteAllBytes(path, [.. "# "u8, 0xff, .. "\nquorum none\n"u8]);
        Assert.Contains("not UTF-8", _folders.Refusal(_folders.Options with { PolicyFile = path }), StringComparison.Ordinal);
        File.WriteAllText(path, $"# {new string('x', 70_000)}\nquorum none\n");
        Assert.Contains("too long", _folders.Refusal(_folders.Options with { PolicyFile = path }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_tables_are_said_by_the_version_that_has_them_and_not_again()
    {
        const string other = "CREATE TABLE seen (address TEXT);";
        var usual = _folders.Options.Schema;
        Assert.Empty(await SchemasAsync(usual));
        Assert.Equal([other], await SchemasAsync(other));
        Assert.Equal([other], await SchemasAsync(other));
        Assert.Equal([other, usual], await SchemasAsync(usual));
        // A lost file costs nothing here: the genesis says the same.
        File.Delete(_folders.State(StandingEntry.SchemaFile));
        Assert.Equal([other, usual], await SchemasAsync(usual));
    }

    private async Task<IReadOnlyList<string>> SchemasAsync(string schema)
    {
        await using var log = _folders.Open(options: _folders.Options with { Schema = schema });
        return [.. Entries(log).Where(entry => entry.Type == EntryTypes.Schema).Select(entry => entry.Body.GetProperty("schema").GetString()!)];
    }

    [Fact]
    public async Task The_stamp_key_is_said_once()
    {
        for (var start = 0; start < 3; start++)
        {
            await using var log = Open(policy: null, _stampKey);
            var key = Assert.Single(Entries(log), entry => entry.Type == EntryTypes.ServerKey && entry.Body.GetProperty("purpose").GetString() == "hub");
            Assert.StartsWith("log.example/stamps+", key.Body.GetProperty("key").GetString(), StringComparison.Ordinal);
            Assert.EndsWith(Convert.ToBase64String([1, .. _stampKey.Span]), key.Body.GetProperty("key").GetString(), StringComparison.Ordinal);
            Assert.Equal("active", key.Body.GetProperty("state").GetString());
        }
    }

    [Fact]
    public async Task A_stamp_key_that_is_replaced_is_retired()
    {
        var other = new PublicKey([.. Enumerable.Repeat((byte)9, 32)]);
        foreach (var key in new[] { _stampKey, other, other, _stampKey })
        {
            await using var log = Open(policy: null, key);
        }
        await using var reopened = Open(policy: null, _stampKey);
        var said = Entries(reopened).Where(entry => entry.Type == EntryTypes.ServerKey && entry.Body.GetProperty("purpose").GetString() == "hub")
            .Select(entry => (entry.Body.GetProperty("key").GetString()![^44..], entry.Body.GetProperty("state").GetString()!));
        var (one, two) = (Convert.ToBase64String([1, .. _stampKey.Span]), Convert.ToBase64String([1, .. other.Span]));
        Assert.Equal([(one, "active"), (one, "retired"), (two, "active"), (two, "retired"), (one, "active")], said);
    }

    [Fact]
    public async Task A_server_says_the_key_that_it_welcomes_with()
    {
        await using var stage = await Stage.OpenAsync();
        var key = Assert.Single(Entries(stage.Server.PublicLog), entry => entry.Type == EntryTypes.ServerKey && entry.Body.GetProperty("purpose").GetString() == "hub");
        Assert.EndsWith(Convert.ToBase64String([1, .. stage.Host.StampKey]), key.Body.GetProperty("key").GetString(), StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<string>> SaidAfterStartAsync(string? policy)
    {
        await using var log = Open(policy);
        return [.. Entries(log).Where(entry => entry.Type == EntryTypes.WitnessChange).Select(entry => entry.Body.GetProperty("policy").GetString()!)];
    }

    private PublicLog Open(string? policy, PublicKey? stampKey = null) => PublicLog.Open(
        _folders.Options with { PolicyFile = PolicyFile(policy) }, LogFolders.Origin, TimeProvider.System, NullLogger<PublicLog>.Instance, stampKey: stampKey);

    private string? PolicyFile(string? policy)
    {
        if (policy is null) { return null; }
        var path = Path.Combine(_folders.Root, "policy");
        File.WriteAllText(path, policy);
        return path;
    }

    private static IEnumerable<LogEntry> Entries(PublicLog log) => LogFolders.ReadAll(log)
        .Select(bytes => LogEntry.TryParse(bytes, out var entry, out var failure) ? entry! : throw new InvalidDataException(failure.ToString()));
}
