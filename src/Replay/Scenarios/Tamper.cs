// SPDX-License-Identifier: Apache-2.0
using Vigil.Replay.Scenarios.Tampering;
using Vigil.Replay.Stage;
using Vigil.Replay.Telling;

namespace Vigil.Replay.Scenarios;

/// <summary>Act 12: root edits what the server keeps, takes it back to an earlier day, writes the log anew with its own key, and shows two people two logs.</summary>
internal sealed class Tamper : Scenario
{
    public override int Act => 12;

    public override string Name => "tamper";

    public override string Happened => "Internal controls were evaded.";

    public override Means Needs => Means.OwnServer | Means.Staff | Means.Browsers;

    public override async Task PlayAsync(Scene scene, Story story)
    {
        // An audit goes by today's clock, and an hour of the server's passes here.
        var house = await scene.OwnHouseAsync(TamperedDatabase.ShortNotice, ago: TimeSpan.FromHours(2));
        await LeaveTracesAsync(house);
        using var backup = new Backup(house);
        var auditor = await scene.AuditorAsync(house);
        var first = await auditor.AuditAsync();
        story.Blocked("leaves the log as it is (the control)", "nothing", first.IsGood, first.Text);

        await TamperedFiles.PlayAsync(house, auditor, story);
        await RewrittenLog.PlayAsync(scene, house, auditor, story);
        await TamperedDatabase.PlayAsync(house, story);
        await TwoViews.PlayAsync(scene, house, story);
        await OldBackup.PlayAsync(house, backup, auditor, story);
    }

    /// <summary>Something that an insider would like to be gone: an attempt to end a meeting alone.</summary>
    private static async Task LeaveTracesAsync(OwnHouse house)
    {
        var meeting = await house.CreateMeetingAsync();
        var draft = await house.DraftAsync("meeting.end", meeting.Id.Text);
        await draft.ProposeAsync();
        await house.Desk.ApproveAsync(draft, "ann");
        await house.LookAsync();
    }
}
