// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Vigil.Orders.Approvals;
using Vigil.Orders.Entries;
using Vigil.Orders.Proposals;
using Vigil.Orders.Reasons;
using Vigil.Orders.State;
using Vigil.Orders.Tests.Support;
using Vigil.Tests;
using Vigil.Tlog.Entries;

namespace Vigil.Orders.Tests.Rules;

/// <summary>The register of requests: soon, in full, sealed only to a date.</summary>
public sealed class RequestTests
{
    private static readonly byte[] Details = World.Details("CN");

    private readonly World _world = new(World.EightPeople()) { Now = World.Begin.AddDays(40) };

    [Theory]
    [InlineData(0, "")]
    [InlineData(24 * 60, "")]
    [InlineData((24 * 60) + 1, "recorded_late")]
    [InlineData(-1, "from_the_future")]
    public void Within_a_day(int minutesAgo, string reasons) =>
        Expect(reasons, OrderEntries.RequestReceived(_world.NewId(), _world.Now, _world.Now.AddMinutes(-minutesAgo), Details));

    [Fact]
    public void An_informal_approach_is_signed_by_whom_it_reached()
    {
        var details = World.Details("CN", "informal");
        LogEntry Entry(Assertion? by) => OrderEntries.RequestReceived(_world.NewId(), _world.Now, _world.Now, details, by);
        Expect("not_signed", Entry(null));
        Expect("", Entry(_world.Staff["cho"].Sign(SigningPurpose.Record, details)));
        Expect("wrong_challenge: cho", Entry(_world.Staff["cho"].Sign(SigningPurpose.Approve, details)));
    }

    [Fact]
    public void Sealed_to_a_date_and_opened_by_it()
    {
        using var salt = new SubjectSalt(Enumerable.Repeat((byte)7, 32).ToArray());
        using var other = new SubjectSalt(new byte[32]);
        var opens = _world.Now.AddDays(30);
        string Seal() => _world.Must(OrderEntries.RequestSealed(_world.NewId(), _world.Now, _world.Now, RequestDetails.Commit(salt, Details), opens)).Id;
        LogEntry Open(string request, SubjectSalt with, byte[] details) => OrderEntries.RequestOpened(_world.NewId(), _world.Now, request, with, details);
        var first = Seal();
        var second = Seal();
        Expect("opening_mismatch", Open(first, other, Details));
        Expect("opening_mismatch", Open(first, salt, World.Details("FR")));
        _world.Now = opens;
        Assert.Empty(_world.Log.FindOverdue(_world.Now));
        Expect("", Open(first, salt, Details));
        Expect("unknown_request", Open(first, salt, Details));
        _world.Now = opens.AddSeconds(1);
        Assert.Equal($"missed_opening: {second}", _world.Log.FindOverdue(_world.Now).Single().Refusal.ToString());
        Expect("opened_late", Open(second, salt, Details));
    }

    [Fact]
    public void A_seal_hides_the_rest_but_not_the_country()
    {
        using var salt = new SubjectSalt(new byte[32]);
        var sealedId = _world.Must(OrderEntries.RequestSealed(_world.NewId(), _world.Now, _world.Now, RequestDetails.Commit(salt, Details), _world.Now.AddDays(9))).Id;
        var lie = _world.Draft("data.read") with { Requester = new Requester(Requester.Government, "FR", sealedId) };
        _world.Must(_world.Proposed(lie));
        Expect($"requester_mismatch: {lie.Id}", OrderEntries.RequestOpened(_world.NewId(), _world.Now, sealedId, salt, Details));
    }

    [Fact]
    public void No_seal_is_for_ever()
    {
        LogEntry Seal(DateTimeOffset opens) => OrderEntries.RequestSealed(_world.NewId(), _world.Now, _world.Now, new byte[32], opens);
        Expect("", Seal(_world.Now.AddDays(365)));
        Expect("seal_too_long", Seal(_world.Now.AddDays(365).AddSeconds(1)));
        Expect("seal_too_long", Seal(_world.Now));
    }

    [Fact]
    public void Nothing_held_is_an_answer_to_what_was_asked()
    {
        var request = _world.Request("CN");
        Expect("", OrderEntries.NothingHeld(_world.NewId(), _world.Now, null, request));
        Expect("unknown_request", OrderEntries.NothingHeld(_world.NewId(), _world.Now, null, _world.NewId()));
        Expect("unknown_order", OrderEntries.NothingHeld(_world.NewId(), _world.Now, _world.NewId(), null));
        Expect("wrong_act", OrderEntries.NothingHeld(_world.NewId(), _world.Now, null, null));
    }

    [Fact]
    public void Refused_attempts_name_known_reasons()
    {
        Expect("", OrderEntries.Refused(_world.NewId(), _world.Now, "act", [new Refusal(OrderReason.NoNotice), new Refusal(OrderReason.TooEarly)]));
        var good = Encoding.UTF8.GetString(OrderEntries.Refused(_world.NewId(), _world.Now, "act", [new Refusal(OrderReason.NoNotice)]).Bytes.Span);
        Assert.True(LogEntry.TryParse(Encoding.UTF8.GetBytes(good.Replace("no_notice", "because", StringComparison.Ordinal)), out var entry, out _));
        Expect("unknown_reason: because", entry!);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"v\":1,\"authority\":{\"kind\":\"government\",\"iso\":\"ZZ\"},\"request_type\":\"warrant\"}")]
    [InlineData("{\"v\":1,\"authority\":{\"kind\":\"king\",\"iso\":\"CN\"},\"request_type\":\"warrant\"}")]
    [InlineData("{\"v\":1,\"authority\":{\"kind\":\"government\",\"iso\":\"CN\"},\"request_type\":\"favour\"}")]
    [InlineData("{\"v\":1,\"authority\":{\"kind\":\"government\",\"iso\":\"CN\"},\"request_type\":\"warrant\",\"x\":1}")]
    [InlineData("{\"v\":1,\"authority\":{\"kind\":\"government\",\"iso\":\"CN\",\"name\":\"\\ud800\"},\"request_type\":\"warrant\"}")]
    public void What_are_no_details_is_refused(string text) => Assert.False(RequestDetails.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void Hostile_details_do_no_harm() =>
        Fuzz.Run([Details, World.Details("FR", "informal", "private")], input => Assert.Equal(RequestDetails.TryParse(input, out var read), read is not null));

    [Fact]
    public void Hostile_entries_do_no_harm()
    {
        var order = _world.Order(_world.Draft("data.disclose"), "ben", "cho", "dee");
        _world.Must(_world.Notice(order));
        _world.Must(OrderEntries.RequestReceived(_world.NewId(), _world.Now, _world.Now, Details));
        byte[][] corpus =
        [
            .. _world.Entries.Where(e => e.Bytes.Length < 2048).Select(e => e.Bytes.ToArray()),
            OrderEntries.AppealFiled(_world.NewId(), _world.Now, order).Bytes.ToArray(),
            OrderEntries.Expired(_world.NewId(), _world.Now, order, "unused").Bytes.ToArray(),
            OrderEntries.Disclosed(_world.NewId(), _world.Now, order, ["account"], new byte[32]).Bytes.ToArray(),
            OrderEntries.NoticeDelayed(_world.NewId(), _world.Now, order, _world.Now).Bytes.ToArray(),
            OrderEntries.NothingHeld(_world.NewId(), _world.Now, order, null).Bytes.ToArray(),
            OrderEntries.Vetoed(_world.NewId(), _world.Now, order, _world.Staff["ben"].Sign(SigningPurpose.Veto, Details)).Bytes.ToArray(),
            OrderEntries.RosterChange(_world.NewId(), _world.Now, order, TestJson.Roster(_world.Staff.Values.Take(3))).Bytes.ToArray(),
        ];
        Fuzz.Run(corpus, input =>
        {
            if (LogEntry.TryParse(input.ToArray(), out var entry, out _)) { Assert.NotNull(_world.Log.Check(99, entry!)); }
        });
    }

    /// <summary>Where the log's schema lets any object pass: half surrogate pairs in names and values, numbers that are none, depth.</summary>
    [Theory]
    [InlineData("roster.change", "\"order\":\"ID\",\"roster\":{\"\\ud800\":1}")]
    [InlineData("roster.change", "\"order\":\"ID\",\"roster\":{\"members\":[{\"id\":\"\\ud800\"}]}")]
    [InlineData("roster.change", "\"order\":\"ID\",\"roster\":{\"members\":{}}")]
    [InlineData("roster.change", "\"order\":\"ID\",\"roster\":{\"members\":[[[[[[[[1]]]]]]]]}")]
    [InlineData("policy.change", "\"order\":\"ID\",\"policy\":{\"actions\":{\"\\udc00\":{}}}")]
    [InlineData("policy.change", "\"order\":\"ID\",\"policy\":{\"per_day\":1e999}")]
    [InlineData("action.refused", "\"stage\":\"act\",\"reasons\":[\"\\ud800\"]")]
    public void Hostile_values_have_an_answer(string type, string members)
    {
        var text = $"{{\"v\":1,\"type\":\"{type}\",\"id\":\"{_world.NewId()}\",\"time\":\"2026-02-10T00:00:00Z\",{members.Replace("ID", _world.NewId(), StringComparison.Ordinal)}}}";
        if (LogEntry.TryParse(Encoding.UTF8.GetBytes(text), out var entry, out _)) { Assert.NotEmpty(_world.Log.Check(9, entry!)); }
    }

    /// <summary>A requester is any object for the schema; the proposal knows better.</summary>
    [Theory]
    [InlineData("{}")]
    [InlineData("{\"kind\":\"\\ud800\"}")]
    [InlineData("{\"\\ud800\":\"user\"}")]
    [InlineData("{\"kind\":7}")]
    [InlineData("{\"kind\":\"user\",\"iso\":null}")]
    public void A_mirrored_requester_is_the_proposals(string requester)
    {
        var p = _world.Draft("meeting.end");
        _world.Must(_world.Proposed(p));
        var text = Encoding.UTF8.GetString(_world.Authorised(p, "ben", "dee", "fay").Bytes.Span).Replace("{\"kind\":\"user\"}", requester, StringComparison.Ordinal);
        if (LogEntry.TryParse(Encoding.UTF8.GetBytes(text), out var entry, out _)) { Expect("proposal_mismatch: requester", entry!); }
    }

    private void Expect(string reasons, LogEntry entry) => Assert.Equal(reasons, World.Texts(_world.Apply(entry)));
}
