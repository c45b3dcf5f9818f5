// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;

namespace Vigil.Tlog.Entries;

/// <summary>The secret of one subject commitment. Does not print; zeroed when disposed.</summary>
public sealed class SubjectSalt : IDisposable
{
    public const int Length = 32;

    private readonly byte[] _bytes;

    /// <summary>Takes a copy of 32 random bytes.</summary>
    public SubjectSalt(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length) { throw new ArgumentException($"a salt has {Length} bytes", nameof(bytes)); }
        _bytes = bytes.ToArray();
    }

    /// <summary>For the proof file of the person concerned, and for nobody else.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    public void Dispose() => CryptographicOperations.ZeroMemory(_bytes);

    public override string ToString() => nameof(SubjectSalt);
}
