// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Vigil.Orders.Actions;
using Vigil.Orders.Proposals;
using Vigil.Orders.Reasons;
using Vigil.Orders.Tests.Support;
using Vigil.Tests;

namespace Vigil.Orders.Tests.Proposals;

/// <summary>One spelling for what is signed, and a sentence that cannot say anything else.</summary>
public sealed class ProposalTests
{
    private static readonly World World = new(World.EightPeople());

    public static TheoryData<string> Actions => [.. ActionTraits.All.Select(a => a.Name)];

    public static TheoryData<string, string, string> Spellings => new()
    {
        { "{\"v\":1", "{ \"v\":1", "spelling" },
        { "\"v\":1", "\"v\":1.0", "v" },
        { "\"v\":1", "\"v\":2", "v" },
        { "\"v\":1", "\"v\":1e0", "v" },
        { "\"action\":\"meeting.end\"", "\"action\":\"meeting.mute\"", "action" },
        { "\"action\":\"meeting.end\"", "\"action\":\"data.read\"", "subject" },
        { "\"action\":\"meeting.end\"", "\"action\":\"staff:other\"", "action" },
        { "\"kind\":\"meeting\"", "\"kind\":\"account\"", "subject" },
        { "tos:violence", "tos:opinions", "ground" },
        { "End a meeting.", "Restore a meeting.", "spelling" },
        { "Proposed by ann.", "Proposed by zoe.", "spelling" },
        { "\"proposer\":\"ann\"", "\"proposer\":\"Ann\"", "proposer" },
        { "\"proposer\":\"ann\"", "\"proposer\":\"\"", "proposer" },
        { "\"reviewer\":\"ann\",", "", "reviewer" },
        { "\"kind\":\"user\"", "\"kind\":\"user\",\"iso\":\"CN\"", "requester" },
        { "\"kind\":\"user\"", "\"kind\":\"government\"", "requester" },
        { "\"kind\":\"user\"", "\"kind\":\"government\",\"iso\":\"EU\",\"request\":\"01KB00000000000000000000ZZ\"", "requester" },
        { "\"kind\":\"user\"", "\"kind\":\"friend\"", "requester" },
        { "E1:a", "E5:a", "evidence" },
        { "E1:a", "E1:A", "evidence" },
        { "\"evidence\":[", "\"evidence\":[\"E2:" + "bb" + "\",", "evidence" },
        { "\"policy\":", "\"until\":\"2026-01-02T00:00:00Z\",\"policy\":", "until" },
        { "\"policy\":", "\"payload\":\"" + "aa" + "\",\"policy\":", "payload" },
        { "\"policy\":", "\"more\":1,\"policy\":", "more" },
        { "\"not_before\":\"2026-01-01T00:00:00Z\"", "\"not_before\":\"2026-01-01T00:00:00+00:00\"", "not_before" },
        { "\"origin\"", "\"\\u006frigin\"", "" },
        { "\"origin\":\"log", "\"origin\":\"l\u00f6g", "" },
        { "}", "}\n", "" },
        { "\"v\":1", "\"v\":1,\"v\":1", "" },
    };

    [Theory]
    [MemberData(nameof(Actions))]
    public void Every_action_comes_back_as_it_was_written(string action)
    {
        var draft = World.Draft(action) with { Target = ActionTraits.Find(action)!.Target == Presence.Required ? World.NewId() : null };
        Assert.True(Proposal.TryParse(draft.ToBytes(), out var read, out var refusal), refusal?.ToString());
        Assert.Equal(draft.ToBytes(), read!.ToBytes());
        Assert.Equal(draft.Sentence, read.Sentence);
        Assert.Contains($"\"text\":\"{draft.Sentence}\"", Encoding.ASCII.GetString(draft.ToBytes()), StringComparison.Ordinal);
    }

    [Fact]
    public void The_sentence_is_the_documented_one()
    {
        var p = World.Draft("account.suspend") with
        {
            Requester = new Requester(Requester.Government, "CN", "01KB00000000000000000000ZZ"),
            Reporter = "hal",
            Reviewer = "gus",
            Evidence = [World.E1, World.E2],
            Target = "01KB00000000000000000000ZY",
        };
        Assert.Equal(
            "Suspend an account until 2026-01-04T00:00:00Z. This ratifies break-glass 01KB00000000000000000000ZY. Ground: tos:violence. Evidence: E1, E2. "
            + "Asked by a government (CN), request 01KB00000000000000000000ZZ. Proposed by ann. Reported by hal. Evidence reviewed by gus. "
            + "Not before 2026-01-01T00:00:00Z, not from 2026-01-08T00:00:00Z on.",
            p.Sentence);
    }

    [Theory]
    [MemberData(nameof(Spellings))]
    public void Any_other_spelling_is_refused(string from, string to, string member)
    {
        var text = Encoding.UTF8.GetString((World.Draft("meeting.end") with { Time = World.Begin, NotBefore = World.Begin }).ToBytes());
        var at = text.IndexOf(from, StringComparison.Ordinal);
        var changed = Encoding.UTF8.GetBytes(from == "}" ? text + "\n" : text.Remove(at, from.Length).Insert(at, to));
        Assert.False(Proposal.TryParse(changed, out var read, out var refusal));
        Assert.Null(read);
        Assert.Equal(new Refusal(OrderReason.ProposalMalformed, member), refusal);
    }

    [Fact]
    public void Hostile_proposals_do_no_harm() =>
        Fuzz.Run([.. ActionTraits.All.Select(a => World.Draft(a.Name).ToBytes())], input =>
        {
            if (Proposal.TryParse(input, out var read, out var refusal)) { Assert.Equal(input.ToArray(), read!.ToBytes()); }
            else { Assert.Equal(OrderReason.ProposalMalformed, refusal!.Reason); }
        });
}
