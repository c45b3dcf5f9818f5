// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Server.Crypto;

/// <summary>A byte string whose length its type fixes. Compared by value; it does not print, so it cannot end in a log.</summary>
internal abstract class FixedBytes(ReadOnlySpan<byte> bytes) : IEquatable<FixedBytes>
{
    private readonly byte[] _bytes = bytes.ToArray();

    public ReadOnlySpan<byte> Span => _bytes;

    public bool Equals(FixedBytes? other) => other is not null && other.GetType() == GetType() && other.Span.SequenceEqual(Span);

    public sealed override bool Equals(object? obj) => Equals(obj as FixedBytes);

    public sealed override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(_bytes);
        return hash.ToHashCode();
    }

    public sealed override string ToString() => GetType().Name;
}

/// <summary>How a parser makes a <see cref="FixedBytes"/> once it has checked the length.</summary>
internal interface IFixedBytes<TSelf> where TSelf : FixedBytes, IFixedBytes<TSelf>
{
    public static abstract int Length { get; }

    public static abstract TSelf Copy(ReadOnlySpan<byte> bytes);
}
