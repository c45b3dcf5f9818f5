// SPDX-License-Identifier: Apache-2.0
using System.Net.WebSockets;
using Vigil.Server.Crypto;
using Vigil.Server.Serving;
using Vigil.Server.Signalling.Messages;

namespace Vigil.Server.Signalling;

/// <summary>One client's WebSocket: reads and answers until either side ends it.</summary>
internal sealed class SignalConnection(
    WebSocket socket, OutgoingQueue outgoing, RequestHandler handler, PublicKey stampKey, SignallingLimits limits, TimeProvider time, ILogger logger)
{
    private readonly TokenBucket _rate = new(SignallingLimits.MessagesPerSecond, SignallingLimits.MessageBurst, time);
    private readonly FrameReader _reader = new(socket);
    private int _malformed;

    /// <remarks>
    /// (1) greet, and give the client ten seconds to join
    /// (2) write what is queued, beside reading   <see cref="WriteAsync"/>
    /// (3) read and answer                        <see cref="ReadAsync"/>
    /// (4) leave the room, whatever ended it
    /// </remarks>
    public async Task RunAsync(CancellationToken serverStops)
    {
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(outgoing.Overflow);
        // (1)
        outgoing.Add(new WelcomeEvent(1, handler.Challenge, stampKey));
        using var joinTimer = time.CreateTimer(_ => OnJoinTimer(), null, SignallingLimits.JoinWithin, Timeout.InfiniteTimeSpan);
        await using var stopping = serverStops.Register(() => outgoing.Close(CloseCode.ServerStops, "the server stops"));
        // (2)
        var writing = WriteAsync(cut);
        try
        {
            // (3)
            await ReadAsync(cut.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            // A peer that is gone without a word, or was cut: ordinary.
        }
        finally
        {
            // (4)
            outgoing.Close(CloseCode.Normal, "");
            await handler.LeaveRoomAsync();
            await writing;
            logger.ConnectionEnded(outgoing.Ending!.Code, outgoing.Ending.Reason);
        }
    }

    private async Task ReadAsync(CancellationToken cut)
    {
        while (true)
        {
            var kind = await _reader.ReadAsync(cut);
            if (kind == FrameKind.Close) { return; }
            // The end is decided, the peer just has not read it yet: its rest is read away, or the close frame would not reach it.
            if (outgoing.Ending is null) { await OnFrameAsync(kind); }
        }
    }

    private async Task OnFrameAsync(FrameKind kind)
    {
        if (kind == FrameKind.TooLarge)
        {
            Answer(RequestParser.NoId, new Refusal("too_large", $"a frame has at most {SignallingLimits.LargestFrame} bytes") { Close = CloseCode.TooLarge });
        }
        else if (!_rate.TryTake())
        {
            Answer(RequestParser.NoId, Refusal.TooMany($"at most {SignallingLimits.MessagesPerSecond} messages a second") with { Close = CloseCode.TooMany });
        }
        else if (kind == FrameKind.Binary)
        {
            AnswerUnreadable(RequestParser.NoId, Refusal.Malformed("frames are text"));
        }
        else if (RequestParser.TryParse(_reader.Text, out var request, out var rule, out var id, out var refusal))
        {
            var outcome = await HandleAsync(request, rule!);
            Answer(id, outcome);
            handler.TellOfOrders(request, outcome);
        }
        else
        {
            AnswerUnreadable(id, refusal!);
        }
    }

    private async Task<Outcome> HandleAsync(Request request, RequestRule rule)
    {
        try
        {
            var outcome = await handler.HandleAsync(request, rule);
            logger.RequestDone(rule.Type, outcome is Refusal refusal ? refusal.Code : "ok");
            return outcome;
        }
        catch (Exception e)
        {
            // A bug of ours ends this request, not the meeting.
            logger.RequestFailed(rule.Type, e.GetType().Name, e.StackTrace);
            return new Refusal("internal", "a fault on our side");
        }
    }

    private void AnswerUnreadable(int id, Refusal refusal)
    {
        if (refusal.Code == "malformed" && ++_malformed >= SignallingLimits.MalformedFrames) { refusal = refusal with { Close = CloseCode.Malformed }; }
        Answer(id, refusal);
    }

    private void Answer(int id, Outcome outcome)
    {
        outgoing.Add(MessageWriter.WriteAnswer(id, outcome));
        if (outcome is Refusal { Close: { } code } refusal) { outgoing.Close(code, refusal.Code); }
        if (outcome is LeaveOk) { outgoing.Close(CloseCode.Normal, ""); }
    }

    private void OnJoinTimer()
    {
        if (!handler.HasJoined) { outgoing.Close(CloseCode.Timeout, "timeout"); }
    }

    private async Task WriteAsync(CancellationTokenSource cut)
    {
        try
        {
            await outgoing.WriteAllAsync(frame => socket.SendAsync(frame.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, cut.Token));
            var ending = outgoing.Ending!;
            cut.CancelAfter(limits.CloseWithin);
            await socket.CloseOutputAsync((WebSocketCloseStatus)ending.Code, ending.Reason, cut.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            // The reading side ends the same way, and with it the connection.
            await cut.CancelAsync();
        }
    }
}
