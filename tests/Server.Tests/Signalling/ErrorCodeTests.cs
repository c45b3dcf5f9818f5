// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using System.Text.RegularExpressions;
using Vigil.Server.Meetings.Commands;
using Vigil.Server.Mls;
using Vigil.Server.Staff;
using Vigil.Server.Tests.Support;
using static Vigil.Replay.Cast.StagedMeeting;

namespace Vigil.Server.Tests.Signalling;

/// <summary>Every row of the table of codes in docs/protocol/signalling.md is provoked; a row without a scenario fails.</summary>
public partial class ErrorCodeTests
{
    /// <summary>Provokes one code; says which came, and at whom.</summary>
    private delegate Task<(string? Code, TestClient Who)> Scenario(Stage stage);

    private static readonly Dictionary<string, Scenario> Scenarios = new()
    {
        ["malformed"] = async stage =>
        {
            var guest = await stage.GuestAsync();
            Answer answer = null!;
            for (var i = 0; i < 10; i++)
            {
                await guest.SendAsync("""{"id":5,"type":"hello","sealed":7}""");
                answer = await guest.AnswerAsync();
                Assert.Equal(5, answer.Id);
            }
            return (answer.Code, guest);
        },
        ["too_large"] = async stage =>
        {
            var guest = await stage.GuestAsync();
            await guest.SendAsync(new byte[(512 * 1024) + 1], WebSocketMessageType.Text);
            return ((await guest.AnswerAsync()).Code, guest);
        },
        ["too_many"] = async stage =>
        {
            var guest = await stage.GuestAsync();
            // Joining took one of the burst of 300; the test's clock stands still.
            for (var i = 0; i < 299; i++) { _ = (await guest.AskAsync("hello", new { @sealed = "AA" })).Ok; }
            await guest.SendAsync("""{"id":5,"type":"hello","sealed":"AA"}""");
            return ((await guest.AnswerAsync()).Code, guest);
        },
        ["unknown_type"] = stage => Guest(stage, guest => guest.AskAsync("hear")),
        ["wrong_state"] = stage => Guest(stage, guest => guest.AskAsync("send", new { body = "" })),
        ["meeting_not_found"] = async stage => await Told(await stage.StrangerAsync(new TestMeeting()), stranger => stranger.TryJoinAsync()),
        ["bad_proof"] = async stage => await Told(await stage.StrangerAsync(), stranger => stranger.TryJoinAsync(by: KeyPair.Random())),
        ["link_revoked"] = async stage =>
        {
            await stage.Server.RevokeAsync(stage.Meeting, stage.Meeting.Join);
            return await Told(await stage.StrangerAsync(), stranger => stranger.TryJoinAsync());
        },
        ["link_early"] = stage => ByLink(stage, notBefore: stage.Server.Now + 1, notAfter: 0),
        ["link_over"] = stage => ByLink(stage, notBefore: 0, notAfter: stage.Server.Now - 1),
        ["link_barred"] = async stage =>
        {
            var member = await stage.MemberAsync(0, stage.Host);
            await stage.CommandAsync(CommandKind.Remove, TestChain.Remove(member.Participant, barsLink: true));
            return await Told(await stage.StrangerAsync(), stranger => stranger.TryJoinAsync());
        },
        ["participant_taken"] = async stage =>
            await Told(await stage.StrangerAsync(stage.Meeting, participant: stage.Host.Participant), stranger => stranger.TryJoinAsync()),
        ["meeting_full"] = async stage =>
        {
            for (var i = 1; i < 100; i++) { await stage.GuestAsync(); }
            return await Told(await stage.StrangerAsync(), stranger => stranger.TryJoinAsync());
        },
        ["ended_by_order"] = async stage =>
        {
            var news = new OrderNews(new OrderPlace("01K000000000000000000000AA", "meeting.end", new OrderIndexes(0, 0, 1, 2, null, 3, 4, null)), "", stage.Server.Time.GetUtcNow(), null);
            stage.Server.Part<Sanctions>().Add(new Sanction(news.Order.Order, stage.Meeting.Id, null, null, news));
            return await Told(await stage.StrangerAsync(), stranger => stranger.TryJoinAsync());
        },
        ["bad_admission"] = stage => Guest(stage, guest => guest.AskAsync("admission", new
        {
            admission = Text(stage.Meeting.Admission(KeyPair.Random(), guest.Participant, guest.Leaf.Public, stage.Server.Now + 600)),
        })),
        ["bad_delegation"] = stage => Guest(stage, guest => guest.AskAsync("delegate", new
        {
            delegation = Text(stage.Meeting.Delegation(KeyPair.Random().Public, stage.Server.Now + 600)),
        })),
        ["bad_signature"] = stage => Guest(stage, guest => guest.AskAsync("host", new { proof = Text(new byte[64]) })),
        ["bad_commit"] = stage => Guest(stage, async guest =>
        {
            _ = (await guest.AskAsync("admission", new { admission = Text(guest.AdmissionByHost()) })).Ok;
            return await guest.CommitAsync(stage.Group, 0, SenderType.Member);
        }),
        ["group_exists"] = stage => Guest(stage, async guest =>
        {
            _ = (await guest.ProveHostAsync()).Ok;
            _ = (await guest.AskAsync("admission", new { admission = Text(guest.AdmissionByHost()) })).Ok;
            return await guest.AskAsync("group.create", new { group = Text(stage.Group) });
        }),
        ["bad_command"] = stage => Told(stage.Host, host => host.AskAsync("command", new { command = "AAAA" })),
        ["command_conflict"] = stage => Told(stage.Host, async host =>
        {
            var command = stage.Chain.Next(stage.Meeting.Host, CommandKind.Settings, TestChain.Settings());
            _ = (await host.AskAsync("command", new { command = Text(command) })).Ok;
            return await host.AskAsync("command", new { command = Text(command) });
        }),
        ["epoch_conflict"] = stage => Told(stage.Host, async host =>
        {
            _ = (await host.CommitAsync(stage.Group, 0)).Ok;
            var answer = await host.CommitAsync(stage.Group, 0);
            Assert.Equal(Text(stage.Group), answer.Error.GetProperty("group").GetString());
            Assert.Equal(1, answer.Error.GetProperty("epoch").GetInt32());
            return answer;
        }),
        // One piece more than 50 MiB.
        ["no_room"] = stage => Told(stage.Host, host => host.AskAsync("file.create", new { bytes = 201 * ((256 * 1024) + 16), pieces = 201 })),
        ["not_found"] = stage => Guest(stage, guest => guest.AskAsync("transport.connect", new { transport = "x", dtlsParameters = new { } })),
        ["unsupported"] = stage => Told(stage.Host, async host =>
        {
            var transport = (await host.AskAsync("transport.create", new { direction = "send" })).Ok.GetProperty("transport").GetString();
            return await host.AskAsync("produce", new { transport, kind = "audio", source = "microphone", rtpParameters = new { }, paused = false });
        }),
        ["timeout"] = async stage =>
        {
            var silent = await stage.StrangerAsync();
            stage.Server.Time.Advance(TimeSpan.FromSeconds(10));
            // There is no request to answer: the close frame's reason is the code.
            await silent.CloseCodeAsync();
            return (silent.CloseReason, silent);
        },
        ["internal"] = stage => Guest(stage, async guest =>
        {
            _ = (await guest.AskAsync("transport.create", new { direction = "send" })).Ok;
            stage.Router.Fault = new InvalidOperationException("a fault that the test made");
            return await guest.AskAsync("transport.create", new { direction = "recv" });
        }),
    };

    public static TheoryData<string, int?> Codes()
    {
        var codes = new TheoryData<string, int?>();
        var table = ReadPage().Split('\n').SkipWhile(line => !line.StartsWith("| code |", StringComparison.Ordinal)).Skip(2);
        foreach (var row in table.TakeWhile(line => line.StartsWith('|')))
        {
            var close = CloseCode().Match(row.Split('|')[3]);
            foreach (Match code in Code().Matches(row.Split('|')[1]))
            {
                codes.Add(code.Groups[1].Value, close.Success ? int.Parse(close.Groups[1].Value, CultureInfo.InvariantCulture) : null);
            }
        }
        return codes;
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Each_code_is_given_and_closes_as_the_table_says(string code, int? closes)
    {
        await using var stage = await Stage.OpenAsync();
        var (given, who) = await Scenarios[code](stage);
        Assert.Equal(code, given);
        if (closes is not null) { Assert.Equal(closes, await who.CloseCodeAsync()); }
        else { Assert.Equal("unknown_type", (await who.AskAsync("still.here")).Code); }
    }

    private static async Task<(string? Code, TestClient Who)> ByLink(Stage stage, ulong notBefore, ulong notAfter)
    {
        var link = KeyPair.Random();
        Assert.Equal(HttpStatusCode.Created, await stage.Server.AddLinkAsync(stage.Meeting, link, notBefore, notAfter));
        return await Told(await stage.StrangerAsync(), stranger => stranger.TryJoinAsync(by: link));
    }

    private static async Task<(string? Code, TestClient Who)> Guest(Stage stage, Func<TestClient, Task<Answer>> ask) =>
        await Told(await stage.GuestAsync(), ask);

    private static async Task<(string? Code, TestClient Who)> Told(TestClient client, Func<TestClient, Task<Answer>> ask) =>
        ((await ask(client)).Code, client);

    private static string ReadPage() => File.ReadAllText(Repository.PathOf("docs", "protocol", "signalling.md"));

    [GeneratedRegex(@"`(\w+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\((\d{4})\)")]
    private static partial Regex CloseCode();
}
