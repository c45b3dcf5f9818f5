// SPDX-License-Identifier: Apache-2.0
using Microsoft.Extensions.Logging.Abstractions;
using Vigil.Orders.Entries;
using Vigil.Server.Log;
using Vigil.Server.Serving;
using Vigil.Server.Staff;
using Vigil.Server.Storage;
using Vigil.Server.Tests.Log;
using Vigil.Tlog.Entries;

namespace Vigil.Server.Tests.Staff;

/// <summary>A server that stops between two steps, and a disk that fails in the middle: what the log says is what happens.</summary>
public class CrashTests
{
    private static readonly TimeSpan Notice = TimeSpan.FromMinutes(15);

    [Fact]
    public async Task Between_the_entry_of_an_act_and_its_effect()
    {
        await using var office = await Office.OpenAsync();
        var meeting = await office.Server.CreateMeetingAsync();
        var order = await office.OrderAsync(office.NewDraft("meeting.end", meeting.Id.Text), "ben", "dee", "fay");
        await office.StopAsync();
        office.Time.Jump(Notice);
        // The server that was there then wrote the entry and came no further.
        await using (var log = PublicLog.Open(new ServeOptions { Data = office.Data, LogOrigin = TestSite.Origin }.LogOptions, null, office.Time, NullLogger<PublicLog>.Instance, new LogSeams { MaxBatch = 1 }))
        {
            using var book = new OrderBook(log, office.Time, NullLogger<OrderBook>.Instance);
            Assert.True((await book.UseAsync(open => open.AppendAsync(OrderEntries.Executed(open.NewId(), open.Now, order)))).IsThere);
        }
        await office.StartAsync();
        Assert.Equal("ended_by_order", (await (await office.Server.ConnectAsync(meeting)).TryJoinAsync()).Code);
        Assert.Single(office.Entries(), entry => entry.Type == EntryTypes.ActionExecuted);
        Assert.Empty(office.Audit());
    }

    [Fact]
    public async Task Between_the_entry_of_a_reversal_and_its_effect()
    {
        await using var office = await Office.OpenAsync();
        var meeting = await office.Server.CreateMeetingAsync();
        await office.OrderAsync(office.NewDraft("breakglass.meeting", meeting.Id.Text), "ben", "dee");
        Assert.Equal("ended_by_order", (await (await office.Server.ConnectAsync(meeting)).TryJoinAsync()).Code);
        await office.StopAsync();
        office.Time.Jump(TimeSpan.FromHours(1));
        await office.StartAsync();
        _ = (await (await office.Server.ConnectAsync(meeting)).TryJoinAsync()).Ok;
        Assert.EndsWith("action.expired", office.Course(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Between_a_statement_that_is_kept_and_its_commitment()
    {
        await using var office = await Office.OpenAsync();
        var draft = office.NewDraft("meeting.end", (await office.Server.CreateMeetingAsync()).Id.Text);
        Assert.Equal("201", (await draft.ProposeAsync()).Text);
        var order = await AppendAsync(office, open => OrderEntries.Authorising(
            open.NewId(), open.Now, draft.Proposal, draft.Bytes, [.. new[] { "ben", "dee", "fay" }.Select(who => office.Staff[who].Sign(Vigil.Orders.Approvals.SigningPurpose.Approve, draft.Bytes))]));
        var kept = office.Server.Part<NoticeStore>().Keep(order, "what was written before the crash");
        await office.RestartAsync();
        var sent = office.Entries().Single(entry => entry.Type == EntryTypes.NoticeSent);
        using var salt = new SubjectSalt(kept.Salt);
        Assert.Equal(NoticeCommitment.OfStatement(salt, "what was written before the crash"u8), sent.Body.GetProperty("c").GetBytesFromBase64());
    }

    [Fact]
    public async Task What_was_kept_for_a_proposal_that_never_came_is_gone_after_the_start()
    {
        await using var office = await Office.OpenAsync();
        office.Server.Part<MatterStore>().Keep("01K000000000000000000000AA", new SubjectBody("meeting", new string('a', 26), new byte[32]), "{}", null);
        await office.RestartAsync();
        Assert.Empty(office.Server.Part<MatterStore>().Proposals());
    }

    [Fact]
    public async Task A_log_that_fails_half_way_is_settled_before_anything_else_is_written()
    {
        var files = new RecordingFiles();
        await using var office = await Office.OpenAsync(new LogSeams { MaxBatch = 1, Files = files, WrapSigner = files.Wrap });
        var draft = office.NewDraft("meeting.end", (await office.Server.CreateMeetingAsync()).Id.Text);
        await office.SignInAsync("ann");
        files.Fault = (step, path) => step == "sync" && path.Contains("log-state", StringComparison.Ordinal) ? new IOException("No space left on device") : null;
        Assert.Equal("503 log_unavailable", (await draft.ProposeAsync()).Text);
        Assert.Equal("503 log_unavailable", (await office.NewDraft("meeting.end", office.Elsewhere().Id.Text).ProposeAsync()).Text);
        Assert.Empty((await office.DeskAsync()).GetProperty("proposals").EnumerateArray());
        files.Fault = null;
        Assert.Equal("422 refused: already_authorised", (await draft.ProposeAsync()).Text);
        var shown = Assert.Single((await office.DeskAsync()).GetProperty("proposals").EnumerateArray());
        Assert.Equal("meeting", shown.GetProperty("subject").GetProperty("kind").GetString());
        Assert.Equal("action.proposed action.refused", office.Course());
        Assert.Empty(office.Audit());
    }

    private static async Task<string> AppendAsync(Office office, Func<OpenBook, LogEntry> make) => await office.Server.Part<OrderBook>().UseAsync(async open =>
    {
        var entry = make(open);
        Assert.True((await open.AppendAsync(entry)).IsThere);
        return entry.Id;
    });
}
