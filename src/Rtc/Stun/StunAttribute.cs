// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Rtc.Stun;

/// <summary>Attribute types (RFC 8489 section 18.3, RFC 8445 section 16.1). Below 0x8000 a receiver must understand them.</summary>
internal enum StunAttribute : ushort
{
    Username = 0x0006,
    MessageIntegrity = 0x0008,
    ErrorCode = 0x0009,
    UnknownAttributes = 0x000A,
    MessageIntegritySha256 = 0x001C,
    XorMappedAddress = 0x0020,
    Priority = 0x0024,
    UseCandidate = 0x0025,
    Fingerprint = 0x8028,
    IceControlled = 0x8029,
    IceControlling = 0x802A,
}

/// <summary>Class and method of a message, as its first 16 bits read (RFC 8489 section 5).</summary>
internal enum StunType : ushort
{
    BindingRequest = 0x0001,
    BindingSuccess = 0x0101,
    BindingError = 0x0111,
}

internal static class StunFormat
{
    public const int HeaderLength = 20;
    public const int AttributeHeaderLength = 4;
    public const int TransactionIdLength = 12;
    public const uint MagicCookie = 0x2112_A442;
    public const int IntegrityLength = 20;
    public const int FingerprintLength = 4;

    /// <summary>Attribute values are padded to 32 bits.</summary>
    public static int Padded(int length) => (length + 3) & ~3;
}
