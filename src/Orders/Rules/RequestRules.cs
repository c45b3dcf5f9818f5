// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text.Json;
using Vigil.Orders.Approvals;
using Vigil.Orders.Reasons;
using Vigil.Orders.State;
using Vigil.Tlog.Entries;

namespace Vigil.Orders.Rules;

/// <summary>The register: who asked for what, soon after they did; sealed only to a date.</summary>
internal static class RequestRules
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Where no policy says less.</summary>
    private static readonly TimeSpan LongestSeal = TimeSpan.FromSeconds(94_608_000);

    public static Step Received(OrderState state, ulong index, LogEntry entry)
    {
        var received = TimeOf(entry.Body.GetProperty("received"));
        var refusals = new List<Refusal>();
        if (received > entry.Time) { refusals.Add(new Refusal(OrderReason.FromTheFuture)); }
        if (entry.Time - received > Day) { refusals.Add(new Refusal(OrderReason.RecordedLate)); }
        var isSealed = entry.Body.TryGetProperty("sealed", out var seal);
        if (isSealed == entry.Body.TryGetProperty("details", out var details)) { return Step.Refuse(OrderReason.DetailsMalformed, "details"); }

        Request request;
        if (isSealed)
        {
            var opens = TimeOf(seal.GetProperty("opens"));
            if (opens <= received || opens - received > (state.Policy?.SealLongest ?? LongestSeal)) { refusals.Add(new Refusal(OrderReason.SealTooLong)); }
            request = new Request(entry.Id, index, received, null, seal.GetProperty("c").GetBytesFromBase64(), opens);
        }
        else
        {
            var bytes = details.GetBytesFromBase64();
            if (!RequestDetails.TryParse(bytes, out var open)) { return Step.Refuse(OrderReason.DetailsMalformed); }
            if (CheckSignature(state, entry, open!, bytes) is { } unsigned) { refusals.Add(unsigned); }
            request = new Request(entry.Id, index, received, open, default, null);
        }
        return new Step(refusals, () => state.Requests[entry.Id] = request);
    }

    public static Step Opened(OrderState state, ulong index, LogEntry entry)
    {
        var id = entry.Body.GetProperty("request").GetString()!;
        if (!state.Requests.TryGetValue(id, out var request) || request.Details is not null) { return Step.Refuse(OrderReason.UnknownRequest); }
        var bytes = entry.Body.GetProperty("details").GetBytesFromBase64();
        using var salt = new SubjectSalt(entry.Body.GetProperty("salt").GetBytesFromBase64());
        if (!CryptographicOperations.FixedTimeEquals(request.Commitment.Span, RequestDetails.Commit(salt, bytes))) { return Step.Refuse(OrderReason.OpeningMismatch); }
        if (!RequestDetails.TryParse(bytes, out var details)) { return Step.Refuse(OrderReason.DetailsMalformed); }
        // Orders named the country while the rest was sealed: whoever named another one chose who counts as exposed.
        var others = state.Proposals.Values.Where(p => p.Proposal.Requester.Request == id && !details!.IsFrom(p.Proposal.Requester));
        return new Step(
            [
                .. entry.Time > request.Opens ? new[] { new Refusal(OrderReason.OpenedLate) } : [],
                .. others.Select(p => new Refusal(OrderReason.RequesterMismatch, p.Proposal.Id)),
            ],
            () => request.Details = details);
    }

    /// <summary>A signature that is there must hold; an informal approach needs one, so that nobody can say it was never noted.</summary>
    private static Refusal? CheckSignature(OrderState state, LogEntry entry, RequestDetails details, byte[] bytes)
    {
        if (!state.HasStaff) { return null; }
        if (!entry.Body.TryGetProperty("by", out var by)) { return details.RequestType == RequestDetails.Informal ? new Refusal(OrderReason.NotSigned) : null; }
        var problem = AssertionCheck.Verify(Assertion.Read(by), state.Roster!, state.Site!, SigningPurpose.Record.Challenge(bytes), out var member);
        return problem == OrderReason.None ? null : new Refusal(problem, member?.Id ?? "");
    }

    private static DateTimeOffset TimeOf(JsonElement value) => EntryTime.TryParse(value.GetString()!, out var time) ? time : default;
}
