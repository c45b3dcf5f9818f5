// SPDX-License-Identifier: Apache-2.0
using FsCheck.Fluent;
using Vigil.Server.Crypto;
using Vigil.Server.Meetings;
using Vigil.Server.Mls;
using Vigil.Server.Signalling;
using Vigil.Server.Signalling.Messages;
using Vigil.Server.Signalling.Rooms;
using Vigil.Server.Stamps;
using Vigil.Server.Tests.Support;

namespace Vigil.Server.Tests.Signalling;

/// <summary>The ordering that the group's safety rests on, raced in memory.</summary>
public class GroupMailboxTests(TestStamps stamps) : IClassFixture<TestStamps>
{
    private static readonly byte[] MeetingBytes = [.. Enumerable.Range(0, 16).Select(n => (byte)n)];
    private static readonly GroupId TheGroup = new([.. MeetingBytes, .. new byte[16]]);

    [Fact]
    public void Of_racing_committers_exactly_one_wins_each_epoch_and_all_hear_the_same_order()
    {
        var races = Gen.Choose(2, 8).SelectMany(members => Gen.Choose(1, 5).Select(epochs => (members, epochs)));
        Vigil.Tests.Property.Holds(races, race => Race(race.members, race.epochs));
    }

    [Theory]
    [InlineData(1, "bad_commit")] // another epoch than the claim
    [InlineData(0, null)]
    public void The_message_must_say_what_the_sender_claims(ulong epochInside, string? code)
    {
        var room = new Room(1, stamps.Signer);
        var message = MlsMessages.Public(TheGroup.Span, epochInside, SenderType.Member, []);
        Assert.Equal(code, (room.Commit(0, 0, message) as Refusal)?.Code);
    }

    [Theory]
    [InlineData(SenderType.NewMemberCommit, ContentType.Commit)]
    [InlineData(SenderType.External, ContentType.Commit)]
    [InlineData(SenderType.NewMemberProposal, ContentType.Commit)]
    [InlineData(SenderType.Member, ContentType.Proposal)]
    [InlineData(SenderType.Member, ContentType.Application)]
    internal void A_member_sends_commits_as_a_member(SenderType sender, ContentType content)
    {
        var room = new Room(1, stamps.Signer);
        var outcome = room.Commit(0, 0, MlsMessages.Public(TheGroup.Span, 0, sender, [], content));
        Assert.Equal("bad_commit", Assert.IsType<Refusal>(outcome).Code);
    }

    [Fact]
    public void Another_group_inside_or_a_private_message_is_a_bad_commit()
    {
        var room = new Room(1, stamps.Signer);
        var other = MlsMessages.Public(new byte[32], 0, SenderType.Member, []);
        var wireFormat = MlsMessages.Public(TheGroup.Span, 0, SenderType.Member, []);
        wireFormat[3] = 2;
        Assert.All([other, wireFormat, []], message => Assert.Equal("bad_commit", Assert.IsType<Refusal>(room.Commit(0, 0, message)).Code));
    }

    [Fact]
    public void Readiness_is_told_once_when_the_last_member_is_ready_or_gone()
    {
        var room = new Room(3, stamps.Signer);
        room.Ready(0, 0);
        room.Ready(0, 0);
        room.Ready(1, 0);
        room.Leave(2);
        room.Leave(1);
        Assert.Equal(["epoch.ready"], room.Heard(0));
    }

    [Fact]
    public void Readiness_is_not_told_before_that()
    {
        var room = new Room(3, stamps.Signer);
        room.Ready(0, 0);
        room.Ready(1, 0);
        Assert.Empty(room.Heard(0));
    }

    [Fact]
    public void Readiness_for_a_passed_epoch_is_taken_and_for_a_coming_one_refused()
    {
        var room = new Room(1, stamps.Signer);
        _ = Assert.IsType<CommitOk>(room.Commit(0, 0));
        Assert.IsType<EmptyOk>(room.Ready(0, 0));
        Assert.Equal("epoch_conflict", Assert.IsType<Refusal>(room.Ready(0, 2)).Code);
    }

    private void Race(int members, int epochs)
    {
        var room = new Room(members, stamps.Signer);
        using var start = new Barrier(members);
        var wins = new int[epochs];
        var racers = Enumerable.Range(0, members).Select(member => new Thread(() =>
        {
            for (var epoch = 0; epoch < epochs; epoch++)
            {
                start.SignalAndWait();
                if (room.Commit(member, (ulong)epoch) is CommitOk) { Interlocked.Increment(ref wins[epoch]); }
                start.SignalAndWait();
            }
        })).ToArray();
        foreach (var racer in racers) { racer.Start(); }
        foreach (var racer in racers) { racer.Join(); }
        Assert.All(wins, count => Assert.Equal(1, count));
        Assert.Equal(epochs, room.Heard(0).Count);
        Assert.All(Enumerable.Range(1, members - 1), member => Assert.Equal(room.Frames(0), room.Frames(member)));
    }

    /// <summary>A mailbox whose group these members are in, at epoch 0.</summary>
    private sealed class Room
    {
        private readonly Attendance _attendance = new();
        private readonly GroupMailbox _mailbox;
        private readonly List<(Participant Member, OutgoingQueue Queue)> _members = [];
        private readonly Dictionary<int, List<string>> _read = [];

        public Room(int members, StampSigner signer)
        {
            var time = new ManualTimeProvider();
            var key = KeyPair.Random().Public;
            var policy = """{"lobby":false,"jurisdictions":[]}""";
            var meeting = new Meeting(new MeetingId(MeetingBytes), key, new MeetingNonce(new byte[16]), key, policy, [], new Signature(new byte[64]));
            var commands = new RoomCommands(_attendance, meeting, new CommandCounters(), _ => { });
            _mailbox = new GroupMailbox(_attendance, meeting.Id, commands, new RoomStamps(signer, meeting.Id, time), _ => { }, time);
            for (var i = 0; i < members; i++)
            {
                var queue = new OutgoingQueue();
                var id = new ParticipantId([.. new byte[15], (byte)i]);
                var leaf = new PublicKey([.. new byte[31], (byte)i]);
                var member = new Participant(id, leaf, key, CameBy.MeetingLink, new Challenge(new byte[32]), queue) { State = SessionState.Admitted };
                Assert.True(_attendance.TryAdd(member));
                _members.Add((member, queue));
            }
            Assert.IsType<EmptyOk>(_mailbox.Create(_members[0].Member, TheGroup));
            foreach (var (member, _) in _members) { member.State = SessionState.Member; }
        }

        public Outcome Commit(int member, ulong epoch, byte[]? message = null) => _mailbox.Commit(
            _members[member].Member,
            new CommitRequest(1, "commit", TheGroup, epoch, message ?? MlsMessages.Public(TheGroup.Span, epoch, SenderType.Member, [])));

        public Outcome Ready(int member, ulong epoch) =>
            _mailbox.Ready(_members[member].Member, new EpochReadyRequest(1, "epoch.ready", TheGroup, epoch));

        public void Leave(int member)
        {
            lock (_attendance.Gate)
            {
                Assert.True(_attendance.Remove(_members[member].Member));
                _mailbox.OnLeft(_members[member].Member);
            }
        }

        public List<string> Heard(int member) =>
            [.. Frames(member).Select(frame => System.Text.Json.JsonElement.Parse(frame).GetProperty("event").GetString()!)];

        /// <summary>What a client would have read by the end.</summary>
        public List<string> Frames(int member)
        {
            if (_read.TryGetValue(member, out var frames)) { return frames; }
            _read[member] = frames = [];
            var queue = _members[member].Queue;
            queue.Close(CloseCode.Normal, "");
            var writing = queue.WriteAllAsync(frame =>
            {
                frames.Add(System.Text.Encoding.UTF8.GetString(frame));
                return ValueTask.CompletedTask;
            });
            // Nothing in it waits: the queue is closed and the write done at once.
            Assert.True(writing.IsCompletedSuccessfully);
            return frames;
        }
    }
}
