// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics.CodeAnalysis;

namespace Vigil.Rtc.Srtp;

/// <summary>The two protection profiles spoken here; values are those of use_srtp (RFC 5764 section 4.1.2, RFC 7714 section 14.2).</summary>
public enum SrtpProfile
{
    [SuppressMessage("Naming", "CA1707", Justification = "The field writes the tag's length so.")]
    Aes128CmHmacSha1_80 = 0x0001,
    AeadAes128Gcm = 0x0007,
}

/// <summary>Lengths that follow from the profile.</summary>
internal static class SrtpProfileLengths
{
    public const int Key = 16;
    public const int LongestSalt = 14;

    /// <summary>Master and session salt have the same length: 112 bits (RFC 3711 section 8.2) or 96 (RFC 7714 section 12).</summary>
    public static int Salt(this SrtpProfile profile) => profile switch
    {
        SrtpProfile.Aes128CmHmacSha1_80 => 14,
        SrtpProfile.AeadAes128Gcm => 12,
        _ => throw new ArgumentOutOfRangeException(nameof(profile)),
    };
}
