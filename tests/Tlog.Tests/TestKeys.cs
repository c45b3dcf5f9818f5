// SPDX-License-Identifier: Apache-2.0
using Vigil.Tlog.Checkpoints;
using Vigil.Tlog.Keys;
using Vigil.Tlog.Notes;

namespace Vigil.Tlog.Tests;

/// <summary>Keys by number: the same in every run, and worth nothing.</summary>
internal static class TestKeys
{
    public const string Origin = "log.example/log/staff-actions";

    public static Ed25519Signer Signer(byte number) => Ed25519Signer.FromSeed(Enumerable.Repeat(number, Ed25519Signer.SeedLength).ToArray());

    public static NoteSigner Log { get; } = new(Origin, Signer(1));

    public static Cosigner Witness(byte number) => new($"witness{number}.example", Signer((byte)(100 + number)));
}
