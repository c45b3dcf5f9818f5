// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Crypto;
using Vigil.Server.Meetings;
using Vigil.Server.Tests.Support;
using Vigil.Tests;

namespace Vigil.Server.Tests.Meetings;

/// <summary>Whose word counts (docs/protocol/meeting.md section 3).</summary>
public class MeetingAuthorityTests
{
    private const ulong Now = 1_800_000_000;
    private static readonly TestMeeting Meeting = new();
    private static readonly KeyPair Delegate = KeyPair.Random();
    private static readonly PublicKey Leaf = KeyPair.Random().Public;
    private static readonly byte[] Participant = [.. Enumerable.Repeat((byte)7, 16)];

    [Fact]
    public void A_hosts_admission_has_154_bytes_and_a_delegates_226()
    {
        Assert.Equal(154, ByHost(Now).Length);
        Assert.Equal(226, ByDelegate(Now, Now).Length);
        Assert.True(Admits(ByHost(Now)));
        Assert.True(Admits(ByDelegate(Now, Now)));
    }

    [Theory]
    [InlineData(Now - 60, true)]
    [InlineData(Now - 61, false)]
    [InlineData(0UL, false)]
    [InlineData(ulong.MaxValue, true)]
    public void It_is_valid_until_a_minute_after_its_expiry(ulong expiry, bool valid)
    {
        Assert.Equal(valid, Admits(ByHost(expiry)));
        Assert.Equal(valid, Admits(ByDelegate(expiry, Now)));
        Assert.Equal(valid, Admits(ByDelegate(Now, expiry)));
    }

    [Fact]
    public void Every_byte_of_it_counts()
    {
        foreach (var admission in new[] { ByHost(Now), ByDelegate(Now, Now) })
        {
            for (var i = 0; i < admission.Length; i++)
            {
                var changed = admission.ToArray();
                changed[i] ^= 1;
                Assert.False(Admits(changed), $"byte {i}");
            }
            Assert.False(Admits([.. admission, 0]));
            Assert.False(Admits(admission[..^1]));
        }
    }

    [Fact]
    public void It_is_for_one_participant_and_one_leaf_key()
    {
        var other = KeyPair.Random().Public;
        Assert.False(Meeting.Authority.Admits(ByHost(Now), new ParticipantId(new byte[16]), Leaf, Now, out _));
        Assert.False(Meeting.Authority.Admits(ByHost(Now), new ParticipantId(Participant), other, Now, out _));
        Assert.False(new TestMeeting().Authority.Admits(ByHost(Now), new ParticipantId(Participant), Leaf, Now, out _));
    }

    [Fact]
    public void A_delegate_cannot_pass_its_power_on()
    {
        // The second delegate's delegation is signed by the first delegate instead of the host.
        var second = KeyPair.Random();
        var byHost = Meeting.Delegation(second.Public, Now);
        byte[] byDelegate = [.. byHost[..8], .. Delegate.Sign([.. "vigil/delegation/v1\0"u8, .. Meeting.Id.Span, .. second.Public.Span, .. byHost[..8]])];
        Assert.False(Admits(Meeting.Admission(second, Participant, Leaf, Now, byDelegate)));
        Assert.True(Admits(Meeting.Admission(second, Participant, Leaf, Now, byHost)));
    }

    [Fact]
    public void A_delegation_for_somebody_else_admits_nobody() =>
        Assert.False(Admits(Meeting.Admission(Delegate, Participant, Leaf, Now, Meeting.Delegation(KeyPair.Random().Public, Now))));

    [Fact]
    public void Proofs_are_for_one_challenge_and_one_purpose()
    {
        var (participant, challenge) = (new ParticipantId(Participant), new Challenge(new byte[32]));
        var link = new Signature(Meeting.Proof(Meeting.Join, "vigil/join-proof/v1", challenge.Span, Participant, Leaf));
        Assert.True(Meeting.Authority.ProvesLink(Meeting.Join.Public, challenge, participant, Leaf, link));
        Assert.False(Meeting.Authority.ProvesHost(challenge, participant, Leaf, link));
        Assert.False(Meeting.Authority.ProvesLink(Meeting.Join.Public, new Challenge([.. new byte[31], 1]), participant, Leaf, link));
        var host = new Signature(Meeting.Proof(Meeting.Host, "vigil/host-proof/v1", challenge.Span, Participant, Leaf));
        Assert.True(Meeting.Authority.ProvesHost(challenge, participant, Leaf, host));
        Assert.False(Meeting.Authority.ProvesLink(Meeting.Join.Public, challenge, participant, Leaf, host));
    }

    [Fact]
    public void Hostile_bytes_do_not_throw_and_admit_nobody()
    {
        byte[][] corpus = [ByHost(Now), ByDelegate(Now, Now)];
        Fuzz.Run(corpus, bytes =>
        {
            if (!Admission.TryParse(bytes, out var admission)) { Assert.Null(admission); }
            else { Assert.Equal(bytes.Length, admission!.Delegation is null ? 154 : 226); }
        });
        Fuzz.Run(
            corpus,
            bytes =>
            {
                var input = bytes.ToArray();
                Assert.True(!Admits(input) || corpus.Any(good => good.AsSpan().SequenceEqual(input)));
            },
            rounds: 2_000);
    }

    private static bool Admits(byte[] admission) => Meeting.Authority.Admits(admission, new ParticipantId(Participant), Leaf, Now, out _);

    private static byte[] ByHost(ulong expiry) => Meeting.Admission(Meeting.Host, Participant, Leaf, expiry);

    private static byte[] ByDelegate(ulong expiry, ulong delegationExpiry) =>
        Meeting.Admission(Delegate, Participant, Leaf, expiry, Meeting.Delegation(Delegate.Public, delegationExpiry));
}
