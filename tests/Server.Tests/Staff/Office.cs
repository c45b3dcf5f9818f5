// SPDX-License-Identifier: Apache-2.0
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vigil.Orders;
using Vigil.Orders.Actions;
using Vigil.Orders.Approvals;
using Vigil.Orders.Auditing;
using Vigil.Orders.Proposals;
using Vigil.Server.Log;
using Vigil.Server.Reports;
using Vigil.Server.Staff;
using Vigil.Server.Stamps;
using Vigil.Server.Tests.Support;
using Vigil.Tlog.Audit;
using Vigil.Tlog.Entries;
using Vigil.Tlog.Tiles;

namespace Vigil.Server.Tests.Staff;

/// <summary>A server with eight people as staff, each with a security key, and everything that they do at their desks.</summary>
internal sealed class Office : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly HostReports _reports = new();

    private Office(IReadOnlyList<TestMember> staff) => Staff = staff.ToDictionary(member => member.Id);

    public Dictionary<string, TestMember> Staff { get; }

    public ManualTimeProvider Time { get; } = new();

    public TestServer Server { get; private set; } = null!;

    public DeskClient Desk { get; private set; } = null!;

    public DateTimeOffset Now => Time.GetUtcNow();

    public OrderLog Orders => Server.PublicLog.Staff.Orders;

    public string Data => Path.Combine(_folder.Path, "data");

    /// <summary>Where the log's own files fail when a test says so.</summary>
    public LogSeams Seams { get; init; } = new() { MaxBatch = 1 };

    public static async Task<Office> OpenAsync(LogSeams? seams = null, IReadOnlyList<TestMember>? staff = null, Action<JsonNode>? policy = null)
    {
        var office = new Office(staff ?? EightPeople()) { Seams = seams ?? new LogSeams { MaxBatch = 1 } };
        await FoundedLog.BeginAsync(office.Data, [.. office.Staff.Values], TestJson.Standard(policy), office.Time);
        await office.StartAsync();
        return office;
    }

    public static IReadOnlyList<TestMember> EightPeople() =>
    [
        new("ann", "operator", "DE DE", "ops"),
        new("ben", "legal", "FR FR", "law", isEd25519: true),
        new("cho", "privacy", "KR KR", "law"),
        new("dee", "trustee", "US US", "us", isEd25519: true),
        new("eve", "operator legal", "DE DE CN", "ops"),
        new("fay", "trustee", "DE DE", "out"),
        new("gus", "legal privacy", "HK DE", "ops"),
        new("hal", "privacy", "SE SE", "law"),
    ];

    public async Task RestartAsync(LogSeams? seams = null, string? policyFile = null)
    {
        await Server.DisposeAsync();
        await StartAsync(seams, policyFile);
    }

    public Task StopAsync() => Server.DisposeAsync().AsTask();

    public async Task StartAsync(LogSeams? seams = null, string? policyFile = null)
    {
        Server = await TestServer.StartAsync(Data, publicLog: new TestLog { Seams = seams ?? Seams, Policy = policyFile }, origin: TestSite.WebOrigin, clock: Time);
        Server.Reports = _reports;
        Desk?.Dispose();
        Desk = new DeskClient(Server.Address, TestSite.WebOrigin, Staff);
    }

    /// <summary>The clock goes on, and the server looks what is due. Whoever was signed in signs in anew: a day at the desk ends.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        Time.Jump(time);
        Desk.ForgetSessions();
        await Server.LookAsync();
    }

    public Task<Reply> SendAsync(string method, string path, JsonNode? body = null, string? cookie = null, string? bearer = null, string? origin = TestSite.WebOrigin) =>
        Desk.SendAsync(method, path, body, cookie, bearer, origin ?? "");

    public string LastCookie => Desk.LastCookie;

    public Task<Reply> AtDeskAsync(string who, string method, string path, JsonNode? body = null) => Desk.AtDeskAsync(who, method, path, body);

    public Task SignInAsync(string who) => Desk.SignInAsync(who);

    public async Task<JsonElement> DeskAsync(string who = "ann")
    {
        var reply = await AtDeskAsync(who, "GET", "");
        Assert.Equal(200, reply.Status);
        return reply.Body;
    }

    /// <summary>A proposal with everything that is usual for the action, about the subject.</summary>
    public Draft NewDraft(string action, string? subject = null, string by = "ann")
    {
        var draft = NewDraftOf(action, subject, by);
        return draft.Proposal.Traits.IsSanction ? draft.With(p => p with { Evidence = [EvidenceAgainst(subject)] }) : draft;
    }

    /// <summary>A genuine report, of the host if it is a meeting of ours.</summary>
    public string EvidenceAgainst(string? subject) => _reports.Against(subject, Server.Part<ReportStore>(), Server.Part<StampSigner>());

    /// <summary>A meeting that was never created here.</summary>
    public TestMeeting Elsewhere() => _reports.Know(new TestMeeting());

    private Draft NewDraftOf(string action, string? subject, string by) => new(Desk, new DraftFacts(Now, TestSite.Origin, Orders.Policy!, Orders.Roster!.Hash), action, subject, by);

    public static JsonObject Json(Assertion assertion) => DeskClient.Json(assertion);

    public Task<Reply> ApproveAsync(Draft draft, string who) => Desk.ApproveAsync(draft, who);

    /// <summary>Proposed and approved by these; the id of the order.</summary>
    public async Task<string> OrderAsync(Draft draft, params string[] approvers)
    {
        Assert.Equal("201", (await draft.ProposeAsync()).Text);
        var last = default(Reply);
        foreach (var who in approvers)
        {
            last = await ApproveAsync(draft, who);
            Assert.Equal("200", last.Text);
        }
        await Server.LookAsync();
        return last!.Body.GetProperty("order").GetString()!;
    }

    public async Task<Reply> UndoAsync(string action, string target, string by = "fay")
    {
        var draft = NewDraft(action, null, by);
        draft.Proposal = draft.Proposal with { Target = target };
        return await AtDeskAsync(by, "POST", "/undo", new JsonObject { ["proposal"] = Convert.ToBase64String(draft.Bytes), ["by"] = Json(Staff[by].Sign(SigningPurpose.Approve, draft.Bytes)) });
    }

    public async Task<string> RecordAsync(string country, string type = "court-order")
    {
        var details = Details(country, type);
        var reply = await AtDeskAsync("ann", "POST", "/requests", new JsonObject { ["received"] = EntryTime.ToText(Now), ["details"] = Convert.ToBase64String(details) });
        Assert.Equal("201", reply.Text);
        return reply.Body.GetProperty("request").GetString()!;
    }

    public static byte[] Details(string country, string type = "court-order", string kind = "government") =>
        Encoding.UTF8.GetBytes($"{{\"v\":1,\"authority\":{{\"kind\":\"{kind}\",\"iso\":\"{country}\"}},\"request_type\":\"{type}\"}}");

    /// <summary>Types of the log's entries about orders, from the first after the founding on.</summary>
    public IReadOnlyList<LogEntry> Entries()
    {
        var log = Server.PublicLog;
        var tiles = GrowthCheck.Open(log.Tiles, log.Signed.Head);
        var entries = new List<LogEntry>();
        for (ulong bundle = 0; bundle * TilePath.FullWidth < log.Signed.Head.Size; bundle++)
        {
            Assert.True(tiles.TryReadBundle(bundle, out var read));
            for (var i = 0; i < read!.Count; i++)
            {
                Assert.True(LogEntry.TryParse(read[i], out var entry, out _));
                entries.Add(entry!);
            }
        }
        return entries;
    }

    public string Course() => string.Join(' ', Entries().Where(entry => entry.Type is not (EntryTypes.Genesis or EntryTypes.ServerKey)).Select(entry => entry.Type));

    /// <summary>What every auditor would say of the whole log now.</summary>
    public IReadOnlyList<string> Audit()
    {
        var rule = new OrdersRule(TestSite.Origin);
        var findings = new AuditFindings();
        var entries = Entries();
        for (var i = 0; i < entries.Count; i++) { rule.OnEntry((ulong)i, entries[i], findings); }
        rule.OnEnd((ulong)entries.Count, Now, findings);
        return [.. findings.Kept.Select(finding => finding.ToString())];
    }

    public void Sql(string text)
    {
        var database = Server.Part<Vigil.Server.Storage.Database>();
        database.Use(connection =>
        {
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of these tests.
            command.CommandText = text;
#pragma warning restore CA2100
            return command.ExecuteNonQuery();
        });
    }

    public async ValueTask DisposeAsync()
    {
        Desk.Dispose();
        await Server.DisposeAsync();
        _folder.Dispose();
    }
}
