// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;
using Vigil.Orders.Actions;
using Vigil.Orders.Approvals;
using Vigil.Orders.Reasons;
using Vigil.Server.Staff;
using Vigil.Server.Tests.Support;

namespace Vigil.Server.Tests.Staff;

/// <summary>One request, and three numbers that choose.</summary>
internal sealed record Push(int Kind, int A, int B, int C);

/// <summary>Staff who try whatever comes to mind, over HTTP: whatever they do, no auditor finds anything, and what is ended is what the log says.</summary>
public class DeskProperties
{
    private static readonly string[] Names = ["ann", "ben", "cho", "dee", "eve", "fay", "gus", "hal"];
    private static readonly string[] Actions = ["meeting.end", "breakglass.meeting", "meeting.end", "policy.change"];
    private static readonly TimeSpan[] Steps = [TimeSpan.FromMinutes(16), TimeSpan.FromMinutes(40), TimeSpan.FromDays(2), TimeSpan.FromDays(8)];

    private static readonly Config Few = Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(5).WithReplay(new FsCheck.Replay(new Rnd(20261122, 1), FSharpOption<int>.None));

    [Fact]
    public void No_sequence_of_requests_makes_the_gate_act_against_the_rules()
    {
        var pushes = from kind in Gen.Choose(0, 9)
                     from a in Gen.Choose(0, 7)
                     from b in Gen.Choose(0, 7)
                     from c in Gen.Choose(0, 7)
                     select new Push(kind, a, b, c);
        Check.One(Few, Prop.ForAll(pushes.ListOf(30).ToArbitrary(), play => PlayAsync(play).GetAwaiter().GetResult()));
    }

    private static async Task PlayAsync(IReadOnlyList<Push> pushes)
    {
        await using var office = await Office.OpenAsync();
        TestMeeting[] meetings = [await office.Server.CreateMeetingAsync(), await office.Server.CreateMeetingAsync()];
        var drafts = new List<Draft>();
        foreach (var push in pushes)
        {
            await PushAsync(office, push, meetings, drafts);
            Assert.Empty(office.Audit());
            await AgreesAsync(office, meetings);
        }
        await office.RestartAsync();
        Assert.Empty(office.Audit());
        await AgreesAsync(office, meetings);
    }

    private static async Task PushAsync(Office office, Push push, TestMeeting[] meetings, List<Draft> drafts)
    {
        var (who, orders) = (Names[push.A], office.Orders.Orders.ToArray());
        switch (push.Kind)
        {
            case 0 or 1:
                drafts.Add(Make(office, push, meetings, who));
                await drafts[^1].ProposeAsync(signedBy: push.C == 7 ? Names[push.B] : null);
                break;
            case 2 or 3 or 4 or 5 when drafts.Count > 0:
                // Mostly the newest, and several at once: a quorum by chance alone would be rare.
                var draft = drafts[^(1 + (push.C % Math.Min(2, drafts.Count)))];
                for (var i = 0; i <= push.B % 4; i++) { await office.ApproveAsync(draft, Names[(push.A + (i * 2)) % 8]); }
                break;
            case 6 when orders.Length > 0: await office.UndoAsync("order.reverse", orders[push.B % orders.Length].Id, who); break;
            case 7 when orders.Length > 0:
                var order = orders[push.B % orders.Length];
                await office.AtDeskAsync(who, "POST", $"/orders/{order.Id}/veto", new JsonObject { ["by"] = Office.Json(office.Staff[who].Sign(SigningPurpose.Veto, order.Bytes.Span)) });
                await office.AtDeskAsync(who, "POST", $"/orders/{order.Id}/read", new JsonObject());
                break;
            default: await office.PassAsync(Steps[push.B % Steps.Length]); break;
        }
    }

    private static Draft Make(Office office, Push push, TestMeeting[] meetings, string who)
    {
        var action = Actions[push.B % Actions.Length];
        return ActionTraits.Find(action)!.IsChange
            ? office.NewDraft(action, by: who).To(System.Text.Encoding.UTF8.GetString(TestJson.Standard(policy => policy["per_day"] = 10 + push.C)))
            : office.NewDraft(action, meetings[push.C % 2].Id.Text, who);
    }

    /// <summary>A meeting is ended for exactly as long as an order in the log says so.</summary>
    private static async Task AgreesAsync(Office office, TestMeeting[] meetings)
    {
        var matters = office.Server.Part<Matters>();
        foreach (var meeting in meetings)
        {
            var isEnded = office.Orders.Orders.Any(order =>
                order is { ActedAt: not null, Ended: OrderReason.None, Proposal.Traits.SubjectKind: "meeting" }
                && (order.Proposal.Until is not { } until || office.Now < until) && matters.SubjectOf(order.Proposal)!.Id == meeting.Id.Text);
            await using var client = await office.Server.ConnectAsync(meeting);
            Assert.Equal(isEnded ? "ended_by_order" : null, (await client.TryJoinAsync()).Code);
        }
    }
}
