// SPDX-License-Identifier: Apache-2.0
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace Vigil.Tests;

/// <summary>Property checks with a fixed seed: the same inputs in every run, so a red test stays red until it is repaired.</summary>
internal static class Property
{
    private static readonly Config Seeded =
        Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(300).WithReplay(new FsCheck.Replay(new Rnd(20260921, 1), FSharpOption<int>.None));

    /// <summary>Checks over the generator's values; the property asserts.</summary>
    public static void Holds<T>(Gen<T> values, Action<T> property) =>
        Check.One(Seeded, Prop.ForAll(values.ToArbitrary(), property));

    /// <summary>Numbers over the whole range of 16 bits, its ends included.</summary>
    public static Gen<ushort> UInt16s { get; } = Gen.Choose(0, ushort.MaxValue).Select(n => (ushort)n);

    /// <summary>Numbers over the whole range of 32 bits.</summary>
    public static Gen<uint> UInt32s { get; } = Gen.Choose(int.MinValue, int.MaxValue).Select(n => (uint)n);

    /// <summary>Byte strings of a length within bounds.</summary>
    public static Gen<byte[]> Bytes(int least, int most) =>
        Gen.Choose(least, most).SelectMany(length => Gen.Choose(0, byte.MaxValue).Select(n => (byte)n).ArrayOf(length));
}
