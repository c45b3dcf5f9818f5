// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using Vigil.Replay.Stage;
using Vigil.Replay.Telling;

namespace Vigil.Replay.Scenarios.Tampering;

/// <summary>An order for one meeting, pointed at another in the database before its time has come.</summary>
internal static class TamperedDatabase
{
    /// <summary>The least that any policy may have.</summary>
    private static readonly TimeSpan Notice = TimeSpan.FromMinutes(10);

    public static void ShortNotice(JsonNode policy) => policy["actions"]!["meeting.end"]!["notice"] = (int)Notice.TotalSeconds;

    public static async Task PlayAsync(OwnHouse house, Story story)
    {
        var (ordered, wanted) = (await house.CreateMeetingAsync(), await house.CreateMeetingAsync());
        var draft = await house.DraftAsync("meeting.end", ordered.Id.Text);
        await house.OrderAsync(draft, "ben", "cho", "dee");
        var changed = house.Database.Change("UPDATE staff_subject SET id = $id WHERE proposal = $p", ("$id", wanted.Id.Text), ("$p", draft.Proposal.Id));
        if (changed != 1) { throw new InvalidOperationException("the database keeps no such subject: the act would prove nothing"); }
        var before = await house.Log.SizeAsync();
        var watch = Story.Watch();
        await house.PassAsync(Notice + TimeSpan.FromMinutes(1));

        var known = await house.Log.WaitForAsync(before, entry => entry.Type is "action.refused" or "action.executed") is null ? null : (TimeSpan?)watch();
        var isEnded = !await IsOpenAsync(house, wanted) || !await IsOpenAsync(house, ordered);
        story.Visible("points an order at another meeting", "an open connection to the database", !isEnded, known,
            isEnded ? "a meeting was ended" : "neither meeting ends: what the row says does not open what was signed; the refused act is in the log");
    }

    private static async Task<bool> IsOpenAsync(OwnHouse house, Cast.StagedMeeting meeting)
    {
        await using var guest = await Cast.ProtocolClient.ConnectAsync(house, meeting);
        return (await guest.TryJoinAsync()).Code is null;
    }
}
