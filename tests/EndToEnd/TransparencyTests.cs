// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Vigil.EndToEnd.Stage;
using Vigil.Tlog.Checkpoints;
using Vigil.Tlog.Notes;
using Vigil.Tlog.Policies;
using Vigil.Tlog.Proofs;

namespace Vigil.EndToEnd;

/// <summary>The page that shows the public log: what it says of a good one, and of each way to be bad.</summary>
public sealed class TransparencyTests(Browsers browsers)
{
    private static readonly ViewportSize Phone = new() { Width = 360, Height = 740 };

    [Fact]
    public async Task The_start_page_leads_to_a_log_whose_entries_are_verified()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await Person.SitDownAsync(browsers.Plain, "Ada");
        await WithHistory().ShowToAsync(ada);
        await ada.Page.GotoAsync(server.Url);
        await ada.Page.GetByTestId("to-transparency").ClickAsync();

        await ada.InStateAsync("log-verified");

        await Assertions.Expect(Verdict(ada)).ToContainTextAsync("This log is in order");
        await Assertions.Expect(Verdict(ada)).ToContainTextAsync("6 entries");
        await Assertions.Expect(Entries(ada)).ToHaveCountAsync(6);
        await Assertions.Expect(Entries(ada).First).ToContainTextAsync("Version 0.2.0 was released");
        await Assertions.Expect(Entries(ada).Last).ToContainTextAsync("The log begins");
        await Assertions.Expect(ada.Page.GetByTestId("growth")).ToHaveAttributeAsync("aria-label", new Regex("^6 entries between "));
        await ada.ScreenshotAsync("transparency");
        await ada.Page.ScreenshotAsync(new() { Path = Path.Combine(Checkout.Screenshots, "transparency-full.png"), FullPage = true });
        Assert.Empty(ada.Complaints);

        await ada.Page.ReloadAsync();
        await Assertions.Expect(ada.Page.GetByText("All 6 entries of your last visit are still there")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_new_servers_own_log_is_verified_from_its_first_entry()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await Person.SitDownAsync(browsers.Plain, "Ada");
        await ada.Page.GotoAsync(server.Url + "/transparency");
        await ada.InStateAsync("log-verified");
        await Assertions.Expect(Entries(ada).Last).ToContainTextAsync("The log begins");
        var key = await ada.Page.APIRequest.GetAsync(server.Url + "/log/vkey");
        await Assertions.Expect(ada.Page.GetByTestId("log-vkey")).ToHaveTextAsync((await key.TextAsync()).TrimEnd());
        await ada.ScreenshotAsync("transparency-new-server");
        Assert.Empty(ada.Complaints);
    }

    [Fact]
    public async Task Entries_are_found_by_words_and_type_and_leave_as_proofs_that_others_can_check()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await Person.SitDownAsync(browsers.Plain, "Ada", screen: Phone);
        var log = WithHistory();
        await VisitAsync(ada, server, log);
        await ada.InStateAsync("log-verified");
        await ada.Page.ScreenshotAsync(new() { Path = Path.Combine(Checkout.Screenshots, "phone-transparency-full.png"), FullPage = true });
        Assert.False(await ada.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth"), "the page scrolls sideways");

        await ada.Page.GetByTestId("log-search").FillAsync("asked nothing");
        await Assertions.Expect(Entries(ada)).ToHaveCountAsync(1);
        await ada.Page.GetByTestId("log-search").FillAsync("");
        await ada.Page.GetByTestId("log-type").SelectOptionAsync("release");
        await Assertions.Expect(Entries(ada)).ToHaveCountAsync(2);

        await Entries(ada).First.Locator("summary").ClickAsync();
        await ada.ScreenshotAsync("phone-transparency-entry");
        var proof = await SaveAsync(ada, "save-proof");
        var entry = await SaveAsync(ada, "save-entry");
        Assert.True(LogProof.TryParse(proof, out var parsed, out _));
        Assert.True(LogPolicy.TryParse(Encoding.UTF8.GetBytes($"log {log.Key}\nquorum none\n"), out var policy, out _));
        Assert.True(parsed!.TryVerify(entry, policy!, out _, out _));
        Assert.Equal(5ul, parsed.Index);
    }

    [Theory]
    [InlineData("tile/0/000.p/6", "tile_edge_mismatch")]
    [InlineData("tile/entries/000.p/6", "entry_mismatch")]
    [InlineData("checkpoint", "known_signature_fails")]
    public async Task One_byte_flipped_on_the_way_and_nothing_is_shown(string path, string code)
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await Person.SitDownAsync(browsers.Plain, "Ada");
        var log = WithHistory();
        // In the checkpoint the size, behind the origin's line; elsewhere any byte will do.
        log.Files[path] = Flipped(log.Files[path], path == "checkpoint" ? ServedLog.Origin.Length + 1 : 40);
        await VisitAsync(ada, server, log);

        await ada.InStateAsync("log-refused");

        await Assertions.Expect(ada.Page.GetByTestId("log-fault")).ToContainTextAsync($"({code})");
        await Assertions.Expect(Entries(ada)).ToHaveCountAsync(0);
        await ada.ScreenshotAsync($"transparency-refused-{code}");
    }

    [Fact]
    public async Task Another_history_on_the_next_visit_is_a_fork_with_its_proof_and_stays_one()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await Person.SitDownAsync(browsers.Plain, "Ada", screen: Phone);
        var honest = WithHistory();
        var forked = honest.Fork().State(TimeSpan.FromDays(79), "For Ada alone.");
        await VisitAsync(ada, server, honest.State(TimeSpan.FromDays(79), "For everybody."));
        await ada.InStateAsync("log-verified");
        await VisitAsync(ada, server, forked);
        await ada.InStateAsync("log-refused");
        await Assertions.Expect(Verdict(ada)).ToHaveAttributeAsync("data-kind", "fork");
        using var evidence = JsonDocument.Parse(await SaveAsync(ada, "save-evidence"));
        var roots = new[] { "smaller", "larger" }.Select(side => SignedRoot(evidence.RootElement.GetProperty(side).GetString()!, honest.Key)).ToList();
        Assert.NotEqual(roots[0], roots[1]);
        await ada.ScreenshotAsync("phone-transparency-fork");

        await VisitAsync(ada, server, honest);
        await ada.InStateAsync("log-refused");
        await Assertions.Expect(Verdict(ada)).ToHaveAttributeAsync("data-kind", "fork");
    }

    [Fact]
    public async Task Another_key_is_refused_until_a_person_takes_it()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await Person.SitDownAsync(browsers.Plain, "Ada");
        await VisitAsync(ada, server, WithHistory());
        await ada.InStateAsync("log-verified");
        await VisitAsync(ada, server, ServedLog.Begin(TimeSpan.FromDays(1), seed: 2));
        await ada.InStateAsync("log-refused");
        await Assertions.Expect(Verdict(ada)).ToHaveAttributeAsync("data-kind", "key-changed");
        await Verdict(ada).Locator("summary").ClickAsync();
        await ada.Page.GetByTestId("start-over").ClickAsync();
        await ada.InStateAsync("log-verified");
        await Assertions.Expect(Entries(ada)).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Without_a_log_nothing_is_called_verified()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await Person.SitDownAsync(browsers.Plain, "Ada");
        var nothing = WithHistory();
        nothing.Files.Clear();
        await VisitAsync(ada, server, nothing);
        await ada.InStateAsync("log-none");
        await Assertions.Expect(Verdict(ada)).ToContainTextAsync("This server keeps no public log");
        await ada.ScreenshotAsync("transparency-none");
    }

    private static ServedLog WithHistory() => ServedLog.Begin(TimeSpan.FromDays(80))
        .Append(TimeSpan.FromDays(2), "server.key", new() { ["key"] = ServedLog.Begin(TimeSpan.Zero, seed: 3).Key.ToString(), ["purpose"] = "release", ["state"] = "active" })
        .Append(TimeSpan.FromDays(9), "release", Release("0.1.0", 'a'))
        .State(TimeSpan.FromDays(30), "Nobody has asked us for anything, and we have asked nothing of anybody.")
        .State(TimeSpan.FromDays(60), "Nobody has asked us for anything this month either.")
        .Append(TimeSpan.FromDays(71), "release", Release("0.2.0", 'b'));

    private static Dictionary<string, object> Release(string version, char digit) =>
        new() { ["version"] = version, ["git"] = new string(digit, 40), ["manifest_sha256"] = new string(digit, 64) };

    private static byte[] Flipped(byte[] bytes, int at)
    {
        var flipped = (byte[])bytes.Clone();
        flipped[at] ^= 1;
        return flipped;
    }

    private static async Task VisitAsync(Person person, ServerProcess server, ServedLog log)
    {
        await log.ShowToAsync(person);
        await person.Page.GotoAsync(server.Url + "/transparency");
    }

    private static async Task<byte[]> SaveAsync(Person person, string button)
    {
        var download = await person.Page.RunAndWaitForDownloadAsync(() => person.Page.Locator($"[data-testid={button}]:visible").ClickAsync());
        await using var stream = await download.CreateReadStreamAsync();
        using var memory = new MemoryStream();
        await stream.CopyToAsync(memory);
        return memory.ToArray();
    }

    private static string SignedRoot(string note, VerifierKey key)
    {
        Assert.True(SignedNote.TryParse(Encoding.UTF8.GetBytes(note), out var parsed, out _));
        Assert.True(NoteVerification.TryVerify(parsed!, [key], out _, out _));
        Assert.True(Checkpoint.TryParse(parsed!.Text.Span, out var checkpoint, out _));
        return checkpoint!.Head.Root.ToString();
    }

    private static ILocator Verdict(Person person) => person.Page.GetByTestId("log-verdict");

    private static ILocator Entries(Person person) => person.Page.GetByTestId("log-entry");
}
