// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vigil.Replay.Staff;

namespace Vigil.Replay.Stage;

/// <summary>Where a report goes: to anybody who verifies it without a server, to the server itself, and to a proposal as its evidence.</summary>
internal sealed class ReportDesk(Scene scene, House house)
{
    /// <summary>What <c>vigil report verify</c> says of the file: good, or why not.</summary>
    public async Task<JsonElement> VerifyAsync(byte[] report)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, report);
            return JsonElement.Parse((await scene.VigilAsync("report", "verify", path, "--json")).Text);
        }
        finally { File.Delete(path); }
    }

    public async Task<string> VerdictAsync(JsonObject report) => (await VerifyAsync(Encoding.UTF8.GetBytes(report.ToJsonString()))).GetProperty("code").GetString()!;

    /// <summary>What the server says of it: stored, or why not. It checks its own stamps' tags, too.</summary>
    public async Task<string> PostAsync(byte[] report)
    {
        using var body = new ByteArrayContent(report);
        body.Headers.ContentType = new("application/json");
        using var answer = await house.Http.PostAsync(new Uri("/api/reports", UriKind.Relative), body);
        if ((int)answer.StatusCode == 201) { return "stored"; }
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("error").GetProperty("code").GetString()!;
    }

    public Task<string> PostAsync(JsonObject report) => PostAsync(Encoding.UTF8.GetBytes(report.ToJsonString()));

    /// <summary>A proposal to end the meeting, on what is called evidence of that grade.</summary>
    public async Task<Reply> AccuseAsync(string meeting, string grade, byte[] evidence)
    {
        var draft = (await house.DraftAsync("meeting.end", meeting)).With(p => p with { Ground = "tos:violence", Evidence = [$"{grade}:{Convert.ToHexStringLower(SHA256.HashData(evidence))}"] });
        return await draft.ProposeAsync();
    }
}
