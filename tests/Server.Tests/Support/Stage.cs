// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using Vigil.Server.Meetings.Commands;

namespace Vigil.Server.Tests.Support;

/// <summary>A meeting whose group has one host as its member, and whoever a test brings in besides.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly List<TestClient> _clients = [];

    private Stage(TestServer server, TestMeeting meeting)
    {
        (Server, Meeting) = (server, meeting);
        Group = NewGroup();
    }

    public TestServer Server { get; }

    public TestMeeting Meeting { get; }

    public byte[] Group { get; }

    public TestClient Host => _clients[0];

    public FakeMediaRouter Router => Assert.Single(Server.Media.Routers);

    public static async Task<Stage> OpenAsync(Vigil.Server.Signalling.SignallingLimits? limits = null, Func<long>? freeDisk = null, long? filesLimit = null)
    {
        var server = await TestServer.StartAsync(limits: limits, freeDisk: freeDisk, filesLimit: filesLimit);
        var stage = new Stage(server, await server.CreateMeetingAsync());
        await (await stage.StrangerAsync()).CreateGroupAsync(stage.Group);
        return stage;
    }

    /// <summary>The group's commands; a test that has one taken goes on behind it.</summary>
    public TestChain Chain => field ??= new TestChain(Meeting, Group);

    public byte[] NewGroup() => [.. Meeting.Id.Span, .. RandomNumberGenerator.GetBytes(16)];

    /// <summary>Connected and greeted, no more.</summary>
    public Task<TestClient> StrangerAsync() => StrangerAsync(Meeting);

    public async Task<TestClient> StrangerAsync(TestMeeting meeting, byte[]? participant = null, KeyPair? leaf = null)
    {
        var client = await TestClient.ConnectAsync(Server, meeting, participant: participant, leaf: leaf);
        _clients.Add(client);
        return client;
    }

    /// <summary>Somebody who proved the link.</summary>
    public async Task<TestClient> GuestAsync(KeyPair? by = null) => await (await StrangerAsync()).JoinAsync(by);

    /// <summary>The host's command, taken by the server; these members have read of it.</summary>
    public Task<byte[]> CommandAsync(CommandKind kind, byte[] body, params TestClient[] heard) => CommandAsync(Meeting.Host, kind, body, heard);

    public async Task<byte[]> CommandAsync(KeyPair issuer, CommandKind kind, byte[] body, params TestClient[] heard)
    {
        var command = Chain.Take(issuer, kind, body);
        _ = (await Host.AskAsync("command", new { command = TestMeeting.Text(command) })).Ok;
        foreach (var client in heard) { Assert.Equal(command, TestClient.Bytes(await client.NextAsync("command"), "command")); }
        return command;
    }

    /// <summary>Somebody who entered by a commit in this epoch; the earlier members have read of it.</summary>
    public async Task<TestClient> MemberAsync(ulong epoch, params TestClient[] earlier)
    {
        var member = await (await StrangerAsync()).EnterAsync(Group, epoch);
        foreach (var told in earlier) { await told.NextAsync("commit"); }
        return member;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) { await client.DisposeAsync(); }
        await Server.DisposeAsync();
    }
}
