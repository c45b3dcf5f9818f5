// SPDX-License-Identifier: Apache-2.0
using Vigil.Tlog.Keys;
using Vigil.Tlog.Notes;

namespace Vigil.Tlog.Tests.Notes;

public sealed class NoteVerificationTests
{
    private static readonly NoteSigner Ours = TestKeys.Log;
    private static readonly NoteSigner Other = new("other.example", TestKeys.Signer(9));

    [Fact]
    public void Signatures_of_unknown_keys_are_ignored()
    {
        // Another key, the same name with another key, the same id under another name: each is unknown.
        var sameName = new NoteSigner(TestKeys.Origin, TestKeys.Signer(9)).Sign("text\n"u8);
        var sameId = new NoteSignature("elsewhere.example", Ours.Key.KeyId, new byte[64]);
        var note = Ours.SignNote("text\n"u8).With([Other.Sign("text\n"u8), sameName, sameId]);
        Assert.True(NoteVerification.TryVerify(note, [Ours.Key], out var verified, out var problem));
        Assert.Same(Ours.Key, verified.Single().Key);
        Assert.Null(verified[0].Time);
        Assert.Equal(NoteProblem.None, problem);
    }

    [Fact]
    public void Without_a_known_signature_the_note_is_refused()
    {
        Assert.False(NoteVerification.TryVerify(Other.SignNote("text\n"u8), [Ours.Key], out _, out var problem));
        Assert.Equal(NoteProblem.NoTrustedSignature, problem);
        Assert.False(NoteVerification.TryVerify(Ours.SignNote("text\n"u8), [], out _, out problem));
        Assert.Equal(NoteProblem.NoTrustedSignature, problem);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(63)]
    [InlineData(1)]
    public void One_known_signature_that_fails_refuses_the_whole_note(int length)
    {
        var note = Ours.SignNote("text\n"u8).With([new NoteSignature(Other.Key.Name, Other.Key.KeyId, new byte[length])]);
        Assert.True(NoteVerification.TryVerify(note, [Ours.Key], out _, out _));
        Assert.False(NoteVerification.TryVerify(note, [Ours.Key, Other.Key], out var verified, out var problem));
        Assert.Equal(NoteProblem.KnownSignatureFails, problem);
        Assert.Empty(verified);
    }

    [Fact]
    public void A_second_signature_of_a_key_must_hold_too_and_counts_once()
    {
        var note = Ours.SignNote("text\n"u8);
        Assert.True(NoteVerification.TryVerify(note.With([Ours.Sign("text\n"u8)]), [Ours.Key], out var verified, out _));
        Assert.Single(verified);
        Assert.False(NoteVerification.TryVerify(note.With([Ours.Sign("other\n"u8)]), [Ours.Key], out _, out _));
    }

    [Fact]
    public void Two_keys_of_one_name_and_id_cannot_be_told_apart()
    {
        var twin = new VerifierKey(Ours.Key.Name, Ours.Key.Algorithm, Ours.Key.PublicKey);
        Assert.False(NoteVerification.TryVerify(Ours.SignNote("text\n"u8), [Ours.Key, twin], out _, out var problem));
        Assert.Equal(NoteProblem.AmbiguousKey, problem);
    }

    [Fact]
    public void A_key_that_nobody_here_can_check_counts_for_nothing()
    {
        var mlDsa = new VerifierKey("pq.example", KeyAlgorithm.MlDsa44Cosignature, new byte[1312]);
        var note = Ours.SignNote("text\n"u8).With([new NoteSignature("pq.example", mlDsa.KeyId, new byte[2428])]);
        Assert.True(NoteVerification.TryVerify(note, [Ours.Key, mlDsa], out var verified, out _));
        Assert.Same(Ours.Key, verified.Single().Key);
        Assert.False(NoteVerification.TryVerify(note, [mlDsa], out _, out var problem));
        Assert.Equal(NoteProblem.NoTrustedSignature, problem);
    }

    [Fact]
    public void The_signature_of_one_type_is_not_that_of_another()
    {
        // The same private key and name, as a cosigner: other id, other message.
        var asWitness = new VerifierKey(TestKeys.Origin, KeyAlgorithm.Ed25519Cosignature, Ours.Key.PublicKey);
        Assert.NotEqual(Ours.Key.KeyId, asWitness.KeyId);
        Assert.False(NoteVerification.TryVerify(Ours.SignNote("text\n"u8), [asWitness], out _, out _));
    }
}
