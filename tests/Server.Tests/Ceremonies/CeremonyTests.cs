// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text.Json;
using Vigil.Orders;
using Vigil.Server.Ceremonies;
using Vigil.Server.Serving;
using Vigil.Server.Tests.Log;
using Vigil.Server.Tests.Support;
using Vigil.Tlog.Entries;

namespace Vigil.Server.Tests.Ceremonies;

/// <summary>The ceremony that begins a log with staff (docs/protocol/ceremony.md), as three people hold it who do not trust the server.</summary>
public sealed class CeremonyTests : IAsyncDisposable
{
    private static readonly CeremonyPlan Plan = new(CeremonyPlan.Small, ["DE"],
    [
        new("ann", ["operator", "privacy"], "DE", "DE", "ops"), new("ben", ["legal"], "FR", "FR", "law", ["CH"]), new("cho", ["trustee"], "KR", "KR", "out"),
    ]);

    private readonly TestMember _ann = new("ann", "operator privacy", "DE DE", "ops");
    private readonly TestMember _ben = new("ben", "legal", "FR FR CH", "law", isEd25519: true);
    private readonly TestMember _cho = new("cho", "trustee", "KR KR", "out");
    private readonly TempFolder _folder = new();
    private readonly List<TestFounder> _pages = [];
    private CeremonyServer? _server;

    private ServeOptions Options => new()
    {
        Host = IPAddress.Loopback.ToString(),
        Port = 0,
        Origin = TestSite.WebOrigin,
        Data = Path.Combine(_folder.Path, "data"),
        Web = "no-web-client",
        LogLevel = LogLevel.None,
    };

    [Fact]
    public async Task Three_people_begin_a_log_and_a_server_starts_on_it()
    {
        var (ann, ben, cho) = await OpenAsync();
        Assert.Equal(["ann", "ben", "cho"], _server!.Links.Select(link => link.Member));
        for (var look = 0; look < 20; look++)
        {
            var shown = (await ann.LookAsync()).Body;
            Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (shown.GetProperty("roster").ValueKind, shown.GetProperty("founders")[0].GetProperty("key").ValueKind));
        }
        Assert.Equal("200", await ann.RegisterAsync());
        Assert.Equal("409 not_now", await ann.StepAsync("sign", Signature()));
        Assert.Equal("200", await ben.RegisterAsync());
        Assert.Equal("200", await cho.RegisterAsync());
        Assert.Equal("409 not_now", await cho.RegisterAsync());
        Assert.Equal("signing", await ann.PhaseAsync());
        foreach (var founder in _pages) { Assert.Equal("200", await founder.SignAsync()); }
        Assert.All(await Task.WhenAll(_pages.Select(founder => founder.PhaseAsync())), phase => Assert.Equal("begun", phase));
        Assert.Equal(new CeremonyEnd(null, null), await _server.WaitAsync());
        await StopAsync();

        Assert.Equal(Ground.HasStaff, CeremonyFolder.Look(Options));
        Assert.False(Directory.Exists(Path.Combine(Options.Data, "ceremony")));
        // Time stands still in September 2026 there; what was signed today would lie ahead of it.
        await using var server = await VigilServer.StartAsync(Options, new ServerParts { Media = new FakeMediaPlane() });
        var log = new OrderLog(server.Log.Origin);
        Assert.All(LogFolders.ReadAll(server.Log).Select((bytes, index) => log.Apply((ulong)index, Read(bytes))), Assert.Empty);
        Assert.Equal(("log.example", 3), (log.Site!.Id, log.Roster!.Members.Count));
        Assert.Equal(["CH", "FR"], log.Roster.Find("ben")!.Jurisdictions.Order());
    }

    [Fact]
    public async Task What_is_no_key_for_staff_is_refused_with_its_reason()
    {
        var (ann, ben, _) = await OpenAsync();
        Assert.Equal("422 refused synced_key", await ann.RegisterAsync(flags: 0x4d));
        Assert.Equal("422 refused not_verified", await ann.RegisterAsync(flags: 0x41));
        Assert.Equal("422 refused wrong_origin", await ann.RegisterAsync(origin: "https://log.example:8443"));
        Assert.Equal("422 refused wrong_rp_id", await ann.RegisterAsync(rpId: "other.example"));
        Assert.Equal("422 refused wrong_challenge", await ann.RegisterAsync(challenge: new byte[32]));
        Assert.Equal("422 refused bad_authenticator_data", await ann.RegisterAsync(flags: 0x05));
        Assert.Equal("422 refused bad_authenticator_data", await ann.RegisterAsync(cose: [0xa1, 0x01]));
        Assert.Equal("422 refused bad_authenticator_data", await ann.RegisterAsync(cose: [0xa0]));
        Assert.Equal("200", await ann.RegisterAsync());
        // One key is one person: by its credential, and by the key itself.
        Assert.Equal("409 same_key", await ben.RegisterAsync(key: _ann));
        // As long as not everybody has one, another may take its place.
        Assert.Equal("200", await ann.RegisterAsync(key: _cho));
        Assert.Equal("200", await ben.RegisterAsync(key: _ann));
    }

    [Fact]
    public async Task A_signature_counts_for_whoever_made_it_and_for_what_it_is_of()
    {
        var (ann, _, _) = await OpenAsync();
        foreach (var founder in _pages) { Assert.Equal("200", await founder.RegisterAsync()); }
        Assert.Equal("422 refused not_signed", await ann.SignAsync(key: _ben));
        Assert.Equal("422 refused wrong_challenge", await ann.SignAsync(twist: challenge => [.. challenge.Reverse()]));
        Assert.Equal("422 refused unknown_credential", await ann.SignAsync(key: new TestMember("ann", "operator", "DE DE", "ops")));
        Assert.Equal("200", await ann.SignAsync());
        Assert.Equal("signing", await ann.PhaseAsync());
    }

    [Fact]
    public async Task One_no_ends_it()
    {
        var (ann, ben, cho) = await OpenAsync();
        Assert.Equal("400 malformed", await ben.DeclineAsync(""));
        Assert.Equal("400 malformed", await ben.DeclineAsync("two\nlines"));
        Assert.Equal("200", await ben.DeclineAsync("I do not know cho."));
        Assert.Equal("409 not_now", await ann.RegisterAsync());
        var shown = (await cho.LookAsync()).Body;
        Assert.Equal(("declined", "ben", "I do not know cho."), (
            shown.GetProperty("phase").GetString(), shown.GetProperty("declined").GetProperty("id").GetString(), shown.GetProperty("declined").GetProperty("word").GetString()));
        _ = await ann.LookAsync();
        Assert.Equal(new CeremonyEnd("ben", "I do not know cho."), await _server!.WaitAsync());
        await StopAsync();

        // It stays so until somebody begins anew, and no server starts over it.
        Assert.Equal(Ground.UnderWay, CeremonyFolder.Look(Options));
        CeremonyFolder.StartOver(Options);
        Assert.Equal(Ground.Empty, CeremonyFolder.Look(Options));
    }

    [Fact]
    public async Task Codes_open_ones_own_page_and_a_restart_loses_nothing()
    {
        var (ann, ben, _) = await OpenAsync();
        Assert.Equal("200", await ann.RegisterAsync());
        Assert.Equal("404 no_ceremony", await Refusal(ben, ann.Code + "A"));
        var (annsCode, bensCode) = (ann.Code, ben.Code);
        Assert.DoesNotContain(annsCode, await File.ReadAllTextAsync(Path.Combine(Options.Data, "ceremony", "ceremony.json")), StringComparison.Ordinal);
        Assert.Contains("under way", (await Assert.ThrowsAsync<StartException>(() => VigilServer.StartAsync(Options))).Message, StringComparison.Ordinal);
        Assert.Contains("another process", (await Assert.ThrowsAsync<StartException>(() => CeremonyServer.StartAsync(Options, null))).Message, StringComparison.Ordinal);
        await StopAsync();

        Assert.Contains("under way", await StartRefusalAsync(Options, Plan), StringComparison.Ordinal);
        var elsewhere = new ServeOptions { Host = "127.0.0.1", Port = 0, Origin = "https://other.example", Data = Options.Data };
        Assert.Contains("https://log.example", await StartRefusalAsync(elsewhere, null), StringComparison.Ordinal);
        _server = await CeremonyServer.StartAsync(Options, null);
        Assert.Empty(_server.Links);
        (ann, ben, var cho) = Sit();
        (ann.Code, ben.Code) = (annsCode, bensCode);
        Assert.Equal("200", await ben.RegisterAsync());
        Assert.Equal("404 no_ceremony", await Refusal(cho, "lost"));
        await StopAsync();

        _server = await CeremonyServer.StartAsync(Options, null, newLinks: true);
        (ann, ben, cho) = Sit();
        Assert.Equal("404 no_ceremony", await Refusal(new TestFounder(_server, _ann), annsCode));
        Assert.Equal("200", await cho.RegisterAsync());
        Assert.Equal("200", await ann.SignAsync());
        await StopAsync();

        _server = await CeremonyServer.StartAsync(Options, null, newLinks: true);
        (ann, ben, cho) = Sit();
        Assert.Equal(("200", "200"), (await ben.SignAsync(), await cho.SignAsync()));
        Assert.Equal("begun", await ann.PhaseAsync());
    }

    [Fact]
    public async Task Without_an_address_that_stays_or_with_a_log_there_is_no_ceremony()
    {
        var nowhere = new ServeOptions { Host = "127.0.0.1", Port = 0, Data = Options.Data };
        Assert.Contains("--origin", await StartRefusalAsync(nowhere, Plan), StringComparison.Ordinal);
        Assert.Contains("a plan is needed", await StartRefusalAsync(Options, null), StringComparison.Ordinal);
        await using (await VigilServer.StartAsync(Options, new ServerParts { Media = new FakeMediaPlane() })) { }
        Assert.Equal(Ground.HasNoStaff, CeremonyFolder.Look(Options));
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Dispose();
    }

    private async Task<(TestFounder Ann, TestFounder Ben, TestFounder Cho)> OpenAsync()
    {
        _server = await CeremonyServer.StartAsync(Options, Plan);
        return Sit();
    }

    private (TestFounder Ann, TestFounder Ben, TestFounder Cho) Sit()
    {
        _pages.Clear();
        _pages.AddRange([new TestFounder(_server!, _ann), new TestFounder(_server!, _ben), new TestFounder(_server!, _cho)]);
        return (_pages[0], _pages[1], _pages[2]);
    }

    private async Task StopAsync()
    {
        foreach (var page in _pages) { page.Dispose(); }
        if (_server is not null) { await _server.DisposeAsync(); }
        _server = null;
    }

    private static async Task<string> Refusal(TestFounder founder, string code)
    {
        var own = founder.Code;
        founder.Code = code;
        var result = await founder.StepAsync("decline", new() { ["word"] = "x" });
        founder.Code = own;
        return result;
    }

    private static async Task<string> StartRefusalAsync(ServeOptions options, CeremonyPlan? plan) =>
        (await Assert.ThrowsAsync<StartException>(() => CeremonyServer.StartAsync(options, plan))).Message;

    private static System.Text.Json.Nodes.JsonObject Signature() => new() { ["by"] = new System.Text.Json.Nodes.JsonObject { ["cred"] = "AA==", ["cd"] = "AA==", ["ad"] = "AA==", ["sig"] = "AA==" } };

    private static LogEntry Read(byte[] bytes) => LogEntry.TryParse(bytes, out var entry, out var failure) ? entry! : throw new InvalidDataException(failure.ToString());
}
