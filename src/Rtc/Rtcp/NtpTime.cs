// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Rtc.Rtcp;

/// <summary>64 bits of NTP time, RFC 3550 section 4: seconds in the upper half, their fraction in the lower.</summary>
public readonly record struct NtpTime(ulong Value)
{
    /// <summary>The middle 32 bits, in 1/65536 s: what report blocks carry as LSR.</summary>
    public uint Middle => (uint)(Value >> 16);

    /// <summary>From a monotonic clock: receivers use differences only, and the server's date is nobody's business.</summary>
    public static NtpTime FromMilliseconds(long now) => new((ulong)(((UInt128)(ulong)now << 32) / 1000));
}
