// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Vigil.Orders.Approvals;
using Vigil.Orders.Proposals;
using Vigil.Replay.Staff;
using Vigil.Tlog.Entries;

namespace Vigil.Replay.Stage;

/// <summary>What somebody outside demands, as a member of the staff writes it into the register.</summary>
internal sealed record Demand(string Country, string Type = "agency")
{
    /// <summary>Sealed until then.</summary>
    public DateTimeOffset? Opens { get; init; }

    /// <summary>Whose word it is that they were approached.</summary>
    public string? SignedBy { get; init; }

    public byte[] Details => Encoding.UTF8.GetBytes($"{{\"v\":1,\"authority\":{{\"kind\":\"{Requester.Government}\",\"iso\":\"{Country}\"}},\"request_type\":\"{Type}\"}}");

    public async Task<Reply> RecordAsync(House house, string at = "ann")
    {
        var body = new JsonObject { ["received"] = EntryTime.ToText(house.Clock), ["details"] = Convert.ToBase64String(Details) };
        if (SignedBy is { } who) { body["by"] = DeskClient.Json(house.Desk.Staff[who].Sign(SigningPurpose.Record, Details)); }
        if (Opens is { } day) { body["seal"] = new JsonObject { ["salt"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), ["opens"] = EntryTime.ToText(day) }; }
        return await house.Desk.AtDeskAsync(at, "POST", "/requests", body);
    }

    /// <summary>As a proposal names it.</summary>
    public Requester AsRequester(Reply recorded) => recorded.Status == 201
        ? new Requester(Requester.Government, Country, recorded.Body.GetProperty("request").GetString())
        : throw new InvalidOperationException($"a request that should stand in the register was refused: {recorded.Text}");
}
