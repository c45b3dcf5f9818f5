// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Vigil.Server.Files;
using Vigil.Server.Meetings;
using Vigil.Server.Signalling;
using Vigil.Server.Signalling.Messages;
using Vigil.Server.Signalling.Rooms;
using Vigil.Server.Tests.Support;

namespace Vigil.Server.Tests.Signalling;

/// <summary>How often people come into one meeting, whatever addresses they come from.</summary>
public sealed class RoomLimitTests : IDisposable
{
    private readonly TestStamps _stamps = new();
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task A_meeting_takes_three_hundred_joins_at_once_and_five_more_each_second()
    {
        var time = new ManualTimeProvider();
        await using var room = Open(time);
        // Whoever stays keeps the room open; the others come and go.
        Assert.Null(Enter(room, out _));
        for (var i = 1; i < 300; i++) { Assert.Null(EnterAndLeave(room)); }
        var refusal = EnterAndLeave(room);
        Assert.Equal(("too_many", CloseCode.TooMany), (refusal?.Code, refusal?.Close));
        time.Advance(TimeSpan.FromSeconds(1));
        for (var i = 0; i < 5; i++) { Assert.Null(EnterAndLeave(room)); }
        Assert.Equal("too_many", EnterAndLeave(room)?.Code);
    }

    public void Dispose()
    {
        _stamps.Dispose();
        _folder.Dispose();
    }

    private static Refusal? EnterAndLeave(MeetingRoom room)
    {
        var refusal = Enter(room, out var participant);
        if (refusal is null) { Assert.False(room.Leave(participant)); }
        return refusal;
    }

    private static Refusal? Enter(MeetingRoom room, out Participant participant)
    {
        var key = KeyPair.Random().Public;
        participant = new Participant(
            new ParticipantId(RandomNumberGenerator.GetBytes(16)), key, key, CameBy.MeetingLink, new Challenge(new byte[32]), new OutgoingQueue());
        Assert.True(room.TryEnter(participant, out var refusal, out _));
        return refusal;
    }

    private MeetingRoom Open(TimeProvider time)
    {
        Assert.Null(Registration.TryRead(Encoding.UTF8.GetBytes(new TestMeeting().Body.ToJsonString()), out var meeting));
        var files = FileStore.Open(_folder.Path, new FileLimits { Server = FileLimits.LargestMeeting }, time, NullLogger<FileStore>.Instance);
        return new MeetingRoom(meeting!, new FakeMediaPlane(), _stamps.Signer, files, new CommandCounters(), time, NullLogger.Instance);
    }
}
