// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vigil.Orders.Actions;
using Vigil.Orders.State;

namespace Vigil.Server.Staff;

/// <summary>
/// Why somebody was ended, suspended or looked at: fields and values of the EU's DSA transparency database (Art. 17 and 24(5)), so that it can be
/// handed in there as it is, and <c>x_</c> for what that has no field for.
/// </summary>
internal static class StatementOfReasons
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(Order order, CaseBody? facts, string site, DateTimeOffset now)
    {
        var p = order.Proposal;
        var statement = new JsonObject();
        if (p.Traits.SubjectKind == "meeting") { statement["decision_provision"] = "DECISION_PROVISION_TOTAL_SUSPENSION"; }
        else if (!p.Traits.IsData)
        {
            statement["decision_account"] = "DECISION_ACCOUNT_SUSPENDED";
        }
        if (!p.Traits.IsData && p.Until is { } until) { statement[p.Traits.SubjectKind == "meeting" ? "end_date_service_restriction" : "end_date_account_restriction"] = Day(until); }
        if (facts is not null) { AddGround(statement, order, facts); }
        statement["decision_facts"] = facts?.Facts ?? p.Sentence;
        statement["application_date"] = Day(order.EarliestAct > now ? order.EarliestAct : now);
        statement["decision_ground_reference_url"] = $"{site}/api/order/{order.Id}";
        statement["automated_detection"] = "No";
        statement["automated_decision"] = "AUTOMATED_DECISION_NOT_AUTOMATED";
        statement["puid"] = order.Id;
        AddOwn(statement, order);
        return statement.ToJsonString(Readable);
    }

    private static void AddGround(JsonObject statement, Order order, CaseBody facts)
    {
        if (CaseBody.IsLaw(order.Proposal))
        {
            statement["decision_ground"] = "DECISION_GROUND_ILLEGAL_CONTENT";
            statement["illegal_content_legal_ground"] = facts.LegalGround;
            statement["illegal_content_explanation"] = facts.Explanation;
        }
        else
        {
            statement["decision_ground"] = "DECISION_GROUND_INCOMPATIBLE_CONTENT";
            statement["incompatible_content_ground"] = order.Proposal.Ground;
            statement["incompatible_content_explanation"] = facts.Explanation;
            statement["incompatible_content_illegal"] = "No";
        }
        statement["category"] = facts.Category;
        if (order.Proposal.Ground == "tos:impersonation") { statement["category_specification"] = new JsonArray("KEYWORD_IMPERSONATION_ACCOUNT_HIJACKING"); }
        statement["content_type"] = new JsonArray([.. facts.ContentType.Select(type => (JsonNode)type)]);
        statement["content_date"] = facts.ContentDate;
        statement["source_type"] = facts.Source;
    }

    /// <summary>The database has no value for "a state asked", and none for a look at data.</summary>
    private static void AddOwn(JsonObject statement, Order order)
    {
        var p = order.Proposal;
        var requester = new JsonObject { ["kind"] = p.Requester.Kind };
        if (p.Requester.Country is { } country) { requester["iso"] = country; }
        if (p.Requester.Request is { } request) { requester["request"] = request; }
        statement["x_requester"] = requester;
        statement["x_action"] = p.Traits.Name;
        statement["x_ground"] = p.Ground;
        if (!p.Traits.IsData) { return; }
        statement["x_recipient"] = p.Recipient;
        statement["x_classes"] = new JsonArray([.. p.Classes.Select(name => (JsonNode)name)]);
    }

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
