// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Vigil.Rtc.Stun;

/// <summary>MESSAGE-INTEGRITY with short-term credentials (RFC 8489 sections 9.1.1 and 14.5): a kept HMAC-SHA1 keyed with the password.</summary>
internal sealed class StunIntegrity : IDisposable
{
    private readonly IncrementalHash hmac;

    public StunIntegrity(string password)
    {
        // ICE passwords are ASCII letters and digits: OpaqueString preparation (RFC 8265) leaves them as they are.
        var key = Encoding.UTF8.GetBytes(password);
        hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA1, key);
        CryptographicOperations.ZeroMemory(key);
    }

    public bool Verify(in StunMessage message)
    {
        if (!message.HasIntegrity) { return false; }
        Span<byte> expected = stackalloc byte[StunFormat.IntegrityLength];
        Compute(message.Bytes[..message.IntegrityOffset], expected);
        var actual = message.Bytes.Slice(message.IntegrityOffset + StunFormat.AttributeHeaderLength, StunFormat.IntegrityLength);
        return CryptographicOperations.FixedTimeEquals(expected, actual);
    }

    /// <summary>Over everything before the attribute, with the header's length as if the attribute were the last one.</summary>
    public void Compute(ReadOnlySpan<byte> before, Span<byte> integrity)
    {
        Span<byte> header = stackalloc byte[StunFormat.HeaderLength];
        before[..header.Length].CopyTo(header);
        var length = before.Length - header.Length + StunFormat.AttributeHeaderLength + StunFormat.IntegrityLength;
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)length);
        hmac.AppendData(header);
        hmac.AppendData(before[header.Length..]);
        hmac.GetHashAndReset(integrity);
    }

    public void Dispose() => hmac.Dispose();
}
