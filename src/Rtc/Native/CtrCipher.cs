// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;

namespace Vigil.Rtc.Native;

/// <summary>AES-128 in counter mode with a kept context: per packet only the first counter block is set. One thread at a time.</summary>
internal sealed class CtrCipher(ReadOnlySpan<byte> key) : IDisposable
{
    public const int BlockLength = 16;
    private const int KeepDirection = -1;

    // Counter mode only ever encrypts counters: one direction serves both.
    private readonly CipherHandle context = CipherHandle.Create(LibCrypto.EVP_aes_128_ctr(), key, encrypt: true);

    /// <summary>XORs the key stream that begins at <paramref name="counter"/> into the input; in place or apart.</summary>
    public bool Apply(ReadOnlySpan<byte> counter, ReadOnlySpan<byte> input, Span<byte> output)
    {
        Debug.Assert(counter.Length == BlockLength && output.Length >= input.Length);
        var done = LibCrypto.EVP_CipherInit_ex(context.Pointer, 0, 0, default, counter, KeepDirection) == 1
            && (input.IsEmpty || LibCrypto.EVP_CipherUpdate(context.Pointer, output, out _, input, input.Length) == 1);
        GC.KeepAlive(context);
        return done;
    }

    public void Dispose() => context.Dispose();
}
