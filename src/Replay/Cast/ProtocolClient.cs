// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Vigil.Server.Crypto;
using Vigil.Server.Mls;

namespace Vigil.Replay.Cast;

/// <summary>What the server answered.</summary>
internal sealed record Answer(JsonElement Whole)
{
    public int Id => Whole.GetProperty("answer").GetInt32();

    public JsonElement Ok => Whole.TryGetProperty("ok", out var ok) ? ok : throw new InvalidOperationException($"refused: {Whole}");

    public JsonElement Error => Whole.GetProperty("error");

    public string? Code => Whole.TryGetProperty("error", out var error) ? error.GetProperty("code").GetString() : null;
}

/// <summary>A client of the protocol's two pages. Events are taken strictly in the order in which they came.</summary>
internal sealed class ProtocolClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ClientWebSocket _socket = new();
    private readonly Channel<JsonElement> _events = Channel.CreateUnbounded<JsonElement>();
    private readonly Channel<Answer> _answers = Channel.CreateUnbounded<Answer>();
    private readonly IMeetingServer _server;
    private readonly StagedMeeting _meeting;
    private Task _receiving = Task.CompletedTask;
    private int _lastId;
    private volatile bool _readsOn = true;

    private ProtocolClient(IMeetingServer server, StagedMeeting meeting) => (_server, _meeting) = (server, meeting);

    public KeyPair Leaf { get; init; } = KeyPair.Random();

    public byte[] Participant { get; init; } = RandomNumberGenerator.GetBytes(16);

    public byte[] Challenge { get; private set; } = [];

    public byte[] StampKey { get; private set; } = [];

    public string ParticipantText => StagedMeeting.Text(Participant);

    /// <summary>Names of events and "answer", as they came.</summary>
    public ConcurrentQueue<string> Heard { get; } = [];

    public static async Task<ProtocolClient> ConnectAsync(
        IMeetingServer server, StagedMeeting meeting, string? routingKey = null, byte[]? participant = null, KeyPair? leaf = null, IPAddress? from = null)
    {
        var client = new ProtocolClient(server, meeting)
        {
            Participant = participant ?? RandomNumberGenerator.GetBytes(16),
            Leaf = leaf ?? KeyPair.Random(),
        };
        var address = new UriBuilder(server.Address) { Scheme = "ws", Path = $"/signal/{routingKey ?? meeting.Id.RoutingKey}" }.Uri;
        using (var way = new HttpMessageInvoker(WayFrom(from))) { await client._socket.ConnectAsync(address, way, default); }
        client._receiving = client.ReceiveAllAsync();
        var welcome = await client.NextAsync("welcome");
        Require(welcome.GetProperty("protocol").GetInt32() == 1, "protocol 1");
        client.Challenge = Bytes(welcome, "challenge");
        Require(client.Challenge.Length == 32, "a challenge of 32 bytes");
        client.StampKey = Bytes(welcome, "stampKey");
        Require(client.StampKey.Length == 32, "a stamp key of 32 bytes");
        return client;
    }

    public static byte[] Bytes(JsonElement from, string member)
    {
        Require(StrictBase64Url.TryDecode(from.GetProperty(member).GetString(), out var bytes), $"base64url in {member}");
        return bytes;
    }

    public async Task<Answer> AskAsync(string type, object? members = null)
    {
        var request = members is null ? [] : JsonSerializer.SerializeToNode(members)!.AsObject();
        request["id"] = ++_lastId;
        request["type"] = type;
        await SendAsync(request.ToJsonString());
        var answer = await AnswerAsync();
        Require(answer.Id == _lastId, $"the answer to {type}");
        return answer;
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text);

    public Task SendAsync(byte[] frame, WebSocketMessageType type) => _socket.SendAsync(frame, type, endOfMessage: true, default);

    public async Task<Answer> AnswerAsync() => await _answers.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    public async Task<JsonElement> NextAsync(string name)
    {
        var happened = await NextAsync();
        Require(happened.GetProperty("event").GetString() == name, $"the event {name}, not {happened}");
        return happened;
    }

    public async Task<JsonElement> NextAsync() => await _events.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    /// <summary>All that was caused before has arrived, and no event that was not expected is among it.</summary>
    public async Task HeardNothingElseAsync()
    {
        await AskAsync("no.such.type");
        Require(!_events.Reader.TryRead(out var more), $"no event, not {more}");
    }

    public async Task<int> CloseCodeAsync()
    {
        await _receiving.WaitAsync(Patience);
        return (int)_socket.CloseStatus!.Value;
    }

    /// <summary>By the meeting's own link, if no other key is given.</summary>
    public Task<Answer> TryJoinAsync(KeyPair? by = null, byte[]? returns = null)
    {
        var members = new Dictionary<string, string>
        {
            ["meeting"] = _meeting.Id.Text,
            ["participant"] = ParticipantText,
            ["leafKey"] = StagedMeeting.Text(Leaf.Public.Span),
            ["linkKey"] = StagedMeeting.Text((by ?? _meeting.Join).Public.Span),
            ["proof"] = StagedMeeting.Text(_meeting.Proof(by ?? _meeting.Join, "vigil/join-proof/v1", Challenge, Participant, Leaf.Public)),
        };
        if (returns is not null) { members["returns"] = StagedMeeting.Text(returns); }
        return AskAsync("join", members);
    }

    /// <summary>The word of an earlier entry's leaf key that this one is of the same person.</summary>
    public byte[] ReturnFrom(ProtocolClient earlier, KeyPair? signedBy = null) =>
    [
        .. earlier.Participant, .. earlier.Leaf.Public.Span,
        .. (signedBy ?? earlier.Leaf).Sign([.. "vigil/return/v1\0"u8, .. _meeting.Id.Span, .. earlier.Participant, .. Participant, .. Leaf.Public.Span]),
    ];

    public async Task<ProtocolClient> JoinAsync(KeyPair? by = null)
    {
        _ = (await TryJoinAsync(by)).Ok;
        return this;
    }

    public Task<Answer> ProveHostAsync() => AskAsync("host", new
    {
        proof = StagedMeeting.Text(_meeting.Proof(_meeting.Host, "vigil/host-proof/v1", Challenge, Participant, Leaf.Public)),
    });

    public byte[] AdmissionByHost() => _meeting.Admission(_meeting.Host, Participant, Leaf.Public, _server.Now + 600);

    /// <summary>From a fresh connection to a member that is host and made the group.</summary>
    public async Task<ProtocolClient> CreateGroupAsync(byte[] group)
    {
        await JoinAsync();
        _ = (await ProveHostAsync()).Ok;
        _ = (await AskAsync("admission", new { admission = StagedMeeting.Text(AdmissionByHost()) })).Ok;
        _ = (await AskAsync("group.create", new { group = StagedMeeting.Text(group) })).Ok;
        return this;
    }

    /// <summary>From a fresh connection to a member that entered by external commit, admitted by the host's key in hand.</summary>
    public async Task<ProtocolClient> EnterAsync(byte[] group, ulong epoch, KeyPair? by = null)
    {
        await JoinAsync(by);
        return await EnterJoinedAsync(group, epoch);
    }

    public async Task<ProtocolClient> EnterJoinedAsync(byte[] group, ulong epoch)
    {
        var admission = AdmissionByHost();
        _ = (await AskAsync("admission", new { admission = StagedMeeting.Text(admission) })).Ok;
        _ = (await CommitAsync(group, epoch, SenderType.NewMemberCommit, admission)).Ok;
        await NextAsync("commit");
        await NextAsync("chain");
        return this;
    }

    public Task<Answer> CommitAsync(byte[] group, ulong epoch, SenderType sender = SenderType.Member, byte[]? authenticatedData = null) =>
        AskAsync("commit", new
        {
            group = StagedMeeting.Text(group),
            epoch,
            message = StagedMeeting.Text(MlsMessages.Public(group, epoch, sender, authenticatedData ?? [])),
        });

    /// <summary>Every address of 127.0.0.0/8 is this machine's: so people can have addresses of their own.</summary>
    private static SocketsHttpHandler WayFrom(IPAddress? from)
    {
        var handler = new SocketsHttpHandler();
        if (from is null) { return handler; }
        handler.ConnectCallback = async (context, cancellation) =>
        {
            var socket = new Socket(from.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(from, 0));
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, context.DnsEndPoint.Port), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        };
        return handler;
    }

    private static void Require(bool holds, string what)
    {
        if (!holds) { throw new InvalidOperationException($"a server of this protocol gives {what}"); }
    }

    /// <summary>The server let go of it, or it of the server.</summary>
    public bool IsClosed => _receiving.IsCompleted;

    public string? CloseReason => _socket.CloseStatusDescription;

    /// <summary>From the next frame on nothing is read any more; what follows piles up at the server.</summary>
    public void StopReading() => _readsOn = false;

    /// <summary>Gone without a word, as when a cable is pulled.</summary>
    public void Vanish() => _socket.Abort();

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _receiving;
        _socket.Dispose();
    }

    private async Task ReceiveAllAsync()
    {
        var buffer = new byte[1024 * 1024];
        try
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await _socket.ReceiveAsync(buffer.AsMemory(length), default);
                    length += part.Count;
                }
                while (!part.EndOfMessage);
                if (part.MessageType == WebSocketMessageType.Close) { break; }
                Take(JsonElement.Parse(buffer.AsSpan(0, length)));
                if (!_readsOn) { return; }
            }
            await _socket.CloseOutputAsync(_socket.CloseStatus ?? WebSocketCloseStatus.Empty, null, default);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Cut by either side.
        }
        _events.Writer.TryComplete();
        _answers.Writer.TryComplete();
    }

    private void Take(JsonElement message)
    {
        if (message.TryGetProperty("event", out var name))
        {
            Heard.Enqueue(name.GetString()!);
            _events.Writer.TryWrite(message);
        }
        else
        {
            Heard.Enqueue("answer");
            _answers.Writer.TryWrite(new Answer(message));
        }
    }
}
