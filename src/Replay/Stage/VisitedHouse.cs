// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using Vigil.Replay.Cast;
using Vigil.Replay.Staff;
using Vigil.Server.Meetings;
using Vigil.Server.Meetings.Commands;

namespace Vigil.Replay.Stage;

/// <summary>A server that runs already. What the insider has of it was given by options.</summary>
internal sealed class VisitedHouse(ReplayOptions options) : House
{
    private readonly Dictionary<string, string> evidence = new(StringComparer.Ordinal);
    private DeskClient? desk;

    public override string Url { get; } = options.Url!.GetLeftPart(UriPartial.Authority);

    public override string LogOrigin => field ??= Http.GetStringAsync(new Uri("/log/checkpoint", UriKind.Relative)).GetAwaiter().GetResult().Split('\n')[0];

    public override string? Data => options.Data;

    public override DateTimeOffset Clock => DateTimeOffset.UtcNow;

    public override DeskClient Desk => desk ??= new DeskClient(Address, Url, StaffKeyFile.Read(options.StaffKeys!, Address));

    public override string EvidenceAgainst(string subject) =>
        evidence.GetValueOrDefault(subject) ?? throw new InvalidOperationException("nobody of the play said anything there");

    /// <summary>Its host says something that is reported, and leaves again.</summary>
    public override async Task<StagedMeeting> CreateMeetingAsync(StagedMeeting? made = null)
    {
        var meeting = await base.CreateMeetingAsync(made);
        byte[] group = [.. meeting.Id.Span, .. RandomNumberGenerator.GetBytes(16)];
        await using var host = await ProtocolClient.ConnectAsync(this, meeting);
        await host.CreateGroupAsync(group);
        var command = new CommandMaker(meeting, group).Next(meeting.Host, CommandKind.Role, CommandMaker.Role(host.Participant, host.Leaf.Public, MeetingRole.Host));
        _ = (await host.AskAsync("command", new { command = StagedMeeting.Text(command) })).Ok;
        var maker = new ReportMaker(meeting, group, host.StampKey);
        var report = Encoding.UTF8.GetBytes(maker.OfHost(command, await maker.SayAsync(host, "I will find you.")).ToJsonString());
        using var body = new ByteArrayContent(report);
        body.Headers.ContentType = new("application/json");
        using var answer = await Http.PostAsync(new Uri("/api/reports", UriKind.Relative), body);
        answer.EnsureSuccessStatusCode();
        evidence[meeting.Id.Text] = $"E1:{Convert.ToHexStringLower(SHA256.HashData(report))}";
        _ = (await host.AskAsync("leave")).Ok;
        return meeting;
    }

    public override async ValueTask DisposeAsync()
    {
        desk?.Dispose();
        await base.DisposeAsync();
    }
}
