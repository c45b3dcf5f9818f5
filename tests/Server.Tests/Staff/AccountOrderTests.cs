// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vigil.Server.Staff;
using Vigil.Server.Tests.Support;
using Vigil.Tlog.Entries;

namespace Vigil.Server.Tests.Staff;

/// <summary>Orders about accounts: suspending, reading, disclosing, and what the person sees of it.</summary>
public class AccountOrderTests
{
    private static readonly TimeSpan Notice = TimeSpan.FromHours(24);

    [Fact]
    public async Task A_suspended_account_keeps_its_keys_until_it_ends_by_itself()
    {
        await using var office = await Office.OpenAsync();
        using var person = await PersonAsync(office);
        var id = (await person.AccountAsync())!.Value.GetProperty("id").GetString()!;
        var draft = office.NewDraft("account.suspend", id);
        await office.OrderAsync(draft, "ben", "dee");
        var coming = (await person.AccountAsync())!.Value;
        Assert.Equal(JsonValueKind.Null, coming.GetProperty("suspendedUntil").ValueKind);
        var token = Assert.Single(coming.GetProperty("notices").EnumerateArray()).GetString()!;
        Assert.Equal("coming", (await office.SendAsync("GET", "/api/notice", bearer: token)).Body.GetProperty("state").GetString());

        await office.PassAsync(Notice);
        Assert.Equal(draft.Proposal.Until!.Value.ToUnixTimeSeconds(), (await person.AccountAsync())!.Value.GetProperty("suspendedUntil").GetInt64());
        foreach (var (method, path) in new[] { ("POST", "passkeys/options"), ("POST", "passkeys"), ("DELETE", "passkeys/AAAA"), ("POST", "recovery-codes") })
        {
            Assert.Equal("403 suspended", await person.TryAsync(method, $"/api/account/{path}"));
        }
        Assert.Equal("200", await person.TryAsync("GET", "/api/my-data"));
        await office.RestartAsync();
        using var again = Again(office, person);
        Assert.Equal("403 suspended", await again.TryAsync("POST", "/api/account/recovery-codes"));
        await office.PassAsync(TimeSpan.FromHours(48));
        Assert.Equal("200", await again.TryAsync("POST", "/api/account/recovery-codes"));
        Assert.EndsWith("action.executed action.expired", office.Course(), StringComparison.Ordinal);
        Assert.Empty(office.Audit());
    }

    [Fact]
    public async Task One_person_restores_an_account_at_once()
    {
        await using var office = await Office.OpenAsync();
        using var person = await PersonAsync(office);
        var order = await office.OrderAsync(office.NewDraft("account.suspend", (await person.AccountAsync())!.Value.GetProperty("id").GetString()!), "ben", "dee");
        await office.PassAsync(Notice);
        Assert.Equal("403 suspended", await person.TryAsync("POST", "/api/account/recovery-codes"));
        Assert.Equal("201", (await office.UndoAsync("order.reverse", order, "hal")).Text);
        Assert.Equal("200", await person.TryAsync("POST", "/api/account/recovery-codes"));
        Assert.Empty(office.Audit());
    }

    [Theory]
    [InlineData("account.suspend", 72 * 60)]
    [InlineData("breakglass.account", 50)]
    public async Task Ongoing_harm_does_not_wait_and_ends_by_itself(string action, int minutes)
    {
        await using var office = await Office.OpenAsync();
        using var person = await PersonAsync(office);
        var draft = office.NewDraft(action, (await person.AccountAsync())!.Value.GetProperty("id").GetString()!).With(p => p with { Ground = "safety:imminent-harm" });
        await office.OrderAsync(draft, "ben", "dee");
        Assert.Equal("403 suspended", await person.TryAsync("POST", "/api/account/recovery-codes"));
        Assert.Single((await person.AccountAsync())!.Value.GetProperty("notices").EnumerateArray());
        await office.PassAsync(TimeSpan.FromMinutes(minutes));
        Assert.Equal("200", await person.TryAsync("POST", "/api/account/recovery-codes"));
        Assert.EndsWith("notice.sent action.executed action.expired", office.Course(), StringComparison.Ordinal);
        Assert.Empty(office.Audit());
    }

    [Fact]
    public async Task A_suspended_account_can_be_deleted()
    {
        await using var office = await Office.OpenAsync();
        using var person = await PersonAsync(office);
        await office.OrderAsync(office.NewDraft("account.suspend", (await person.AccountAsync())!.Value.GetProperty("id").GetString()!), "ben", "dee");
        await office.PassAsync(Notice);
        Assert.Equal("200", await person.TryAsync("DELETE", "/api/account"));
        Assert.Null(await person.AccountAsync());
    }

    [Fact]
    public async Task Data_are_read_once_by_the_reader_alone_and_the_person_sees_the_look()
    {
        await using var office = await Office.OpenAsync();
        using var person = await PersonAsync(office);
        var id = (await person.AccountAsync())!.Value.GetProperty("id").GetString()!;
        var order = await office.OrderAsync(office.NewDraft("data.read", id).With(p => p with { Classes = ["account", "credentials", "meetings"] }), "ben", "cho", "dee");
        Assert.Equal("read", (await office.DeskAsync("fay")).GetProperty("orders")[0].GetProperty("yours").GetString());
        Assert.Equal("422 refused: not_yours", (await ReadAsync(office, order, "ann")).Text);
        Assert.Equal(("ann", "not_yours"), (office.Entries()[^1].Body.GetProperty("desk").GetString(), office.Entries()[^1].Body.GetProperty("reasons")[0].GetString()));
        Assert.Equal("422 refused: unknown_order", (await ReadAsync(office, Tlog.Entries.EntryId.Create(office.Now, new byte[10]), "ann")).Text);
        Assert.Equal("unknown_order", office.Entries()[^1].Body.GetProperty("reasons")[0].GetString());
        var read = await ReadAsync(office, order, "fay");
        var data = read.Body.GetProperty("data");
        Assert.Equal(id, data.GetProperty("account").GetString());
        Assert.Equal(1, data.GetProperty("tables").GetProperty("account_passkey").GetArrayLength());
        Assert.Equal("422 refused: already_used", (await ReadAsync(office, order, "fay")).Text);
        var look = Assert.Single((await person.SendAsync("GET", "/api/my-data")).Body.GetProperty("looks").EnumerateArray());
        Assert.Equal(("data.read", "fay", order), (look.GetProperty("action").GetString(), look.GetProperty("recipient").GetString(), look.GetProperty("order").GetString()));
        Assert.Equal("action.executed", office.Entries()[look.GetProperty("index").GetInt32()].Type);
        Assert.EndsWith("action.executed action.refused", office.Course(), StringComparison.Ordinal);
        Assert.Empty(office.Audit());
    }

    [Fact]
    public async Task A_quiet_look_is_shown_on_its_day()
    {
        await using var office = await Office.OpenAsync();
        using var person = await PersonAsync(office);
        var id = (await person.AccountAsync())!.Value.GetProperty("id").GetString()!;
        var request = await office.RecordAsync("SE");
        var draft = office.NewDraft("data.read", id).With(p => p with { Ground = "law:court-order", Requester = new("government", "SE", request), QuietUntil = office.Now.AddDays(3) });
        var order = await office.OrderAsync(draft, "ben", "cho", "dee");
        Assert.Equal("200", (await ReadAsync(office, order, "fay")).Text);
        Assert.Empty((await person.SendAsync("GET", "/api/my-data")).Body.GetProperty("looks").EnumerateArray());
        await office.PassAsync(TimeSpan.FromDays(3));
        Assert.Single((await person.SendAsync("GET", "/api/my-data")).Body.GetProperty("looks").EnumerateArray());
        Assert.Equal("request.received action.proposed action.authorised notice.delayed action.executed notice.sent", office.Course());
        Assert.Empty(office.Audit());
    }

    [Fact]
    public async Task What_is_disclosed_opens_with_the_recipients_key_alone()
    {
        await using var office = await Office.OpenAsync();
        using var person = await PersonAsync(office);
        var id = (await person.AccountAsync())!.Value.GetProperty("id").GetString()!;
        var (pem, publicKey) = Disclosure.NewKey();
        var order = await office.OrderAsync(office.NewDraft("data.disclose", id).With(p => p with { Key = publicKey, Classes = ["account", "sanctions"] }), "ben", "cho", "dee");
        Assert.Equal("422 refused: not_yours", (await DiscloseAsync(office, order, "hal")).Text);
        var file = await DiscloseAsync(office, order, "cho");
        Assert.Equal(200, file.Status);
        Assert.True(Disclosure.TryReadKey(pem, out var key));
        var record = JsonElement.Parse(Disclosure.Open(key, order, file.Bytes)!);
        Assert.Equal(id, record.GetProperty("account").GetString());
        Assert.Null(Disclosure.Open(RandomNumberGenerator.GetBytes(32), order, file.Bytes));
        Assert.Null(Disclosure.Open(key, order[..^1] + "X", file.Bytes));
        var said = office.Entries().Single(entry => entry.Type == EntryTypes.DataDisclosed);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(file.Bytes)), said.Body.GetProperty("sha256").GetString());
        Assert.Equal("422 refused: already_used", (await DiscloseAsync(office, order, "ann")).Text);
        Assert.Empty(office.Audit());
    }

    [Theory]
    [InlineData("meetings")]
    [InlineData("sanctions")]
    public async Task Where_nothing_is_held_the_log_says_so(string classes)
    {
        await using var office = await Office.OpenAsync();
        using var person = await PersonAsync(office);
        var id = (await person.AccountAsync())!.Value.GetProperty("id").GetString()!;
        var order = await office.OrderAsync(office.NewDraft("data.read", id).With(p => p with { Classes = [classes] }), "ben", "cho", "dee");
        Assert.Equal("{}", (await ReadAsync(office, order, "fay")).Body.GetProperty("data").GetRawText());
        Assert.EndsWith("data.none", office.Course(), StringComparison.Ordinal);
        Assert.Empty(office.Audit());
    }

    private static Task<Reply> ReadAsync(Office office, string order, string who) => office.AtDeskAsync(who, "POST", $"/orders/{order}/read", new JsonObject());

    private static Task<Reply> DiscloseAsync(Office office, string order, string who) => office.AtDeskAsync(who, "POST", $"/orders/{order}/disclose", new JsonObject());

    private static async Task<TestBrowser> PersonAsync(Office office)
    {
        var browser = new TestBrowser(office.Server) { Origin = TestSite.WebOrigin };
        using var passkey = new TestAuthenticator(TestSite.WebOrigin, TestSite.RpId);
        await browser.CreateAccountAsync(passkey);
        return browser;
    }

    private static TestBrowser Again(Office office, TestBrowser before) => new(office.Server) { Origin = TestSite.WebOrigin, Cookie = before.Cookie };
}
