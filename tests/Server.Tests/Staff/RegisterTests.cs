// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Vigil.Orders.Approvals;
using Vigil.Tlog.Entries;

namespace Vigil.Server.Tests.Staff;

/// <summary>The register of requests over HTTP: open, informal, sealed, opened by hand and by the clock.</summary>
public class RegisterTests
{
    [Fact]
    public async Task An_open_request_stands_in_the_log_and_on_the_desk()
    {
        await using var office = await Office.OpenAsync();
        var request = await office.RecordAsync("FR");
        var shown = Assert.Single((await office.DeskAsync()).GetProperty("requests").EnumerateArray());
        Assert.Equal((request, "request.received"), (shown.GetProperty("request").GetString(), office.Entries()[shown.GetProperty("index").GetInt32()].Type));
        Assert.Equal(Office.Details("FR"), shown.GetProperty("details").GetBytesFromBase64());
        Assert.Empty(office.Audit());
    }

    [Fact]
    public async Task An_informal_approach_carries_the_signature_of_who_was_approached()
    {
        await using var office = await Office.OpenAsync();
        var details = Office.Details("FR", "informal");
        Assert.Equal("422 refused: not_signed", (await RecordAsync(office, details)).Text);
        Assert.Equal("422 refused: wrong_challenge", (await RecordAsync(office, details, by: office.Staff["hal"].Sign(SigningPurpose.Propose, details))).Text);
        Assert.Equal("201", (await RecordAsync(office, details, by: office.Staff["hal"].Sign(SigningPurpose.Record, details))).Text);
        Assert.Equal("recorded", Assert.Single((await office.DeskAsync("hal")).GetProperty("mine").EnumerateArray()).GetProperty("what").GetString());
        Assert.Equal("422 refused: not_signed", (await RecordAsync(office, details, opens: office.Now.AddDays(1))).Text);
        Assert.Empty(office.Audit());
    }

    [Fact]
    public async Task A_sealed_request_opens_on_its_day_and_not_a_second_later()
    {
        await using var office = await Office.OpenAsync();
        var sealedOne = await RecordAsync(office, Office.Details("FR"), opens: office.Now.AddDays(30));
        Assert.Equal("201", sealedOne.Text);
        Assert.Equal("null", (await office.DeskAsync()).GetProperty("requests")[0].GetProperty("details").GetRawText());
        await office.PassAsync(TimeSpan.FromDays(30) - TimeSpan.FromMinutes(1));
        Assert.EndsWith("request.received", office.Course(), StringComparison.Ordinal);
        await office.RestartAsync();
        await office.PassAsync(TimeSpan.FromMinutes(1));
        Assert.EndsWith("request.received request.opened", office.Course(), StringComparison.Ordinal);
        Assert.Equal(Office.Details("FR"), (await office.DeskAsync()).GetProperty("requests")[0].GetProperty("details").GetBytesFromBase64());
        await office.PassAsync(TimeSpan.FromDays(1));
        Assert.Empty(office.Audit());
    }

    [Fact]
    public async Task A_sealed_request_can_be_opened_early_and_once()
    {
        await using var office = await Office.OpenAsync();
        var id = (await RecordAsync(office, Office.Details("FR"), opens: office.Now.AddDays(30))).Body.GetProperty("request").GetString()!;
        Assert.Equal("200", (await office.AtDeskAsync("hal", "POST", $"/requests/{id}/open", new JsonObject())).Text);
        Assert.Equal("404 not_found", (await office.AtDeskAsync("hal", "POST", $"/requests/{id}/open", new JsonObject())).Text);
        Assert.Empty(office.Audit());
    }

    [Fact]
    public async Task What_does_not_belong_into_the_register_is_refused()
    {
        await using var office = await Office.OpenAsync();
        Assert.Equal("422 refused: details_malformed", (await RecordAsync(office, "{}"u8.ToArray())).Text);
        Assert.Equal("422 refused: details_malformed", (await RecordAsync(office, "{}"u8.ToArray(), opens: office.Now.AddDays(1))).Text);
        Assert.Equal("422 refused: recorded_late", (await RecordAsync(office, Office.Details("FR"), office.Now.AddHours(-25))).Text);
        Assert.Equal("422 refused: from_the_future", (await RecordAsync(office, Office.Details("FR"), office.Now.AddMinutes(1))).Text);
        Assert.Equal("422 refused: seal_too_long", (await RecordAsync(office, Office.Details("FR"), opens: office.Now.AddDays(366))).Text);
        Assert.Equal("404 not_found", (await office.AtDeskAsync("ann", "POST", $"/requests/{EntryId.Create(office.Now, new byte[10])}/open", new JsonObject())).Text);
        Assert.Equal("", office.Course());
    }

    private static Task<Reply> RecordAsync(Office office, byte[] details, DateTimeOffset? received = null, Assertion? by = null, DateTimeOffset? opens = null)
    {
        var body = new JsonObject { ["received"] = EntryTime.ToText(received ?? office.Now), ["details"] = Convert.ToBase64String(details) };
        if (by is not null) { body["by"] = Office.Json(by); }
        if (opens is { } day) { body["seal"] = new JsonObject { ["salt"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), ["opens"] = EntryTime.ToText(day) }; }
        return office.AtDeskAsync("ann", "POST", "/requests", body);
    }
}
