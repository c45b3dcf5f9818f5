// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Staff;
using Vigil.Tlog.Checkpoints;
using Vigil.Tlog.Keys;

namespace Vigil.Server.Tests.Staff;

/// <summary>An order that the world has not seen is not carried out: a server cut off from its witnesses can break the glass and no more.</summary>
public class WitnessedGateTests
{
    [Fact]
    public async Task Without_its_witnesses_the_gate_stays_shut_but_for_a_broken_glass()
    {
        await using var office = await Office.OpenAsync();
        using var key = Ed25519Signer.FromSeed(new byte[32]);
        var policy = Path.Combine(office.Data, "policy");
        File.WriteAllText(policy, $"witness w {new Cosigner("watch.example/witness", key).Key}\nquorum w\n");
        await office.RestartAsync(policyFile: policy);
        var (meeting, other) = (await office.Server.CreateMeetingAsync(), await office.Server.CreateMeetingAsync());
        var end = office.NewDraft("meeting.end", meeting.Id.Text);
        var glass = office.NewDraft("breakglass.meeting", other.Id.Text);
        foreach (var draft in new[] { end, glass })
        {
            Assert.Equal("201", (await draft.ProposeAsync()).Text);
            foreach (var who in new[] { "ben", "dee", "fay" }) { await office.ApproveAsync(draft, who); }
        }
        office.Time.Jump(TimeSpan.FromMinutes(16));
        // Not by way of the stage, which would wait for a checkpoint that never comes.
        await office.Server.Part<OrderClock>().LookAsync();
        _ = (await (await office.Server.ConnectAsync(meeting)).TryJoinAsync()).Ok;
        Assert.Equal("ended_by_order", (await (await office.Server.ConnectAsync(other)).TryJoinAsync()).Code);
        Assert.Single(office.Entries(), entry => entry.Type == "action.executed");
        Assert.DoesNotContain(office.Entries(), entry => entry.Type == "action.refused" && entry.Body.GetProperty("stage").GetString() == "act");
        Assert.Empty(office.Audit());
    }
}
