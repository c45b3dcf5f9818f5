// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using Vigil.Orders.Staff;
using Vigil.Replay.Cast;
using Vigil.Replay.Staff;

namespace Vigil.Replay.Stage;

/// <summary>The server that the case is played against: one of our own, or somebody's under an address.</summary>
internal abstract class House : IMeetingServer, IAsyncDisposable
{
    private HttpClient? http;

    /// <summary>As people open it; WebAuthn knows no IP addresses.</summary>
    public abstract string Url { get; }

    public Uri Address => new(Url);

    /// <summary>The name in the first line of the log's checkpoints.</summary>
    public abstract string LogOrigin { get; }

    /// <summary>The folder of everything that it keeps; null where the insider does not reach it.</summary>
    public abstract string? Data { get; }

    public abstract DateTimeOffset Clock { get; }

    public ulong Now => (ulong)Clock.ToUnixTimeSeconds();

    /// <summary>All members of staff whose keys the insider has; nobody where none were given.</summary>
    public abstract DeskClient Desk { get; }

    /// <summary>Anonymous, as anybody on the network.</summary>
    public HttpClient Http => http ??= new HttpClient { BaseAddress = Address };

    /// <summary>What the log says, read as an outsider does.</summary>
    public OpenLog Log => new(Http);

    /// <summary>A proposal as the page of this member's desk makes it, under the roster and policy that the desk shows.</summary>
    public async Task<Draft> DraftAsync(string action, string? subject = null, string by = "ann")
    {
        var desk = await Desk.AtDeskAsync(by, "GET", "");
        if (desk.Status != 200) { throw new InvalidOperationException($"the desk of {by} does not open: {desk.Text}"); }
        var policy = Document(desk.Body, "policy", out var policyHash);
        _ = Document(desk.Body, "roster", out var rosterHash);
        if (!PolicyParser.TryParse(JsonElement.Parse(policy), out var parsed, out _)) { throw new InvalidOperationException("the desk shows a policy that is none"); }
        var draft = new Draft(Desk, new DraftFacts(Clock, LogOrigin, parsed! with { Hash = policyHash }, rosterHash), action, subject, by);
        return draft.Proposal.Traits.IsSanction ? draft.With(p => p with { Evidence = [EvidenceAgainst(subject!)] }) : draft;
    }

    /// <summary>A verified report, grade E1, of what the host of that meeting said; of somebody else, if it is not a meeting of ours.</summary>
    public abstract string EvidenceAgainst(string subject);

    /// <summary>Created as a host's browser does it.</summary>
    public virtual async Task<StagedMeeting> CreateMeetingAsync(StagedMeeting? made = null)
    {
        var meeting = made ?? new StagedMeeting();
        using var body = new StringContent(meeting.Body.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await Http.PostAsync(new Uri("/api/meetings", UriKind.Relative), body);
        return (int)answer.StatusCode == 201 ? meeting : throw new InvalidOperationException($"the server took no meeting: {(int)answer.StatusCode}");
    }

    public virtual ValueTask DisposeAsync()
    {
        http?.Dispose();
        return ValueTask.CompletedTask;
    }

    private static byte[] Document(JsonElement desk, string name, out string hash)
    {
        var shown = desk.GetProperty(name);
        hash = shown.GetProperty("hash").GetString()!;
        return shown.GetProperty("value").GetBytesFromBase64();
    }
}
