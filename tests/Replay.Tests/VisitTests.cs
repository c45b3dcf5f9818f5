// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Vigil.Replay.Stage;
using Vigil.Replay.Staff;
using Vigil.Replay.Telling;

namespace Vigil.Replay.Tests;

/// <summary>The play goes to a server that runs already, with what its owner gives it.</summary>
public sealed class VisitTests
{
    [Fact]
    public async Task With_its_data_and_its_staffs_keys_two_acts_are_played_and_the_others_say_what_they_lack()
    {
        await using var visited = await OwnHouse.OpenAsync(new HouseOptions(Checkout.WebClient, Staff: WithSoftwareKeys()));
        var keys = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(keys, JsonSerializer.Serialize(visited.Staff.Values.Select(member => new { id = member.Id, credential = member.CredentialId, key = member.PrivateKey })), TestContext.Current.CancellationToken);
            var verdicts = await PlayAsync(new Uri(visited.Url), keys, visited.Data);
            Assert.Equal(["end-meeting-alone", "known-number"], verdicts.Where(verdict => verdict.Outcome == Outcome.Visible).Select(verdict => verdict.Scenario.Name));
            Assert.All(verdicts.Where(verdict => verdict.Outcome != Outcome.Visible), verdict => Assert.Equal((Outcome.NotPlayed, true), (verdict.Outcome, verdict.Why!.StartsWith("needs ", StringComparison.Ordinal))));
        }
        finally { File.Delete(keys); }
    }

    [Fact]
    public async Task Keys_that_are_none_are_said_to_be_none()
    {
        await using var visited = await OwnHouse.OpenAsync(new HouseOptions(Checkout.WebClient));
        var keys = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(keys, """[{"id":"ann","credential":"AAAA","key":"AAAA"}]""", TestContext.Current.CancellationToken);
            var verdict = Assert.Single(await PlayAsync(new Uri(visited.Url), keys, null, "end-meeting-alone"));
            Assert.Equal(Outcome.Failed, verdict.Outcome);
            Assert.Contains("holds no keys of staff", verdict.Why, StringComparison.Ordinal);
        }
        finally { File.Delete(keys); }
    }

    private static Task<IReadOnlyList<Verdict>> PlayAsync(Uri url, string keys, string? data, params string[] only)
    {
        var options = new ReplayOptions { Url = url, StaffKeys = keys, Data = data, Web = Checkout.WebClient, Only = only, Vigil = _ => throw new InvalidOperationException("nothing is audited here") };
        return new ReplayRun(options, new Told(TextWriter.Null)).PlayAsync();
    }

    private static KeyedMember[] WithSoftwareKeys() =>
        [.. OwnHouse.EightPeople().Select(member => new KeyedMember(member.Id, string.Join(' ', member.Roles), string.Join(' ', member.Jurisdictions), member.Line))];
}
