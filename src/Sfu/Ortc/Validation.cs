// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Sfu.Ortc;

/// <summary>Checks that producing and consuming share.</summary>
internal static class Validation
{
    private const int MaxMidLength = 32;
    private const int MaxRidLength = 16;

    /// <summary>Payload types that can stand beside RTCP on one port: 64 to 95 look like RTCP (RFC 5761 section 4).</summary>
    public static bool IsPayloadType(int value) => value is >= 0 and <= 127 and not (>= 64 and <= 95);

    public static bool IsRid(string rid) => rid.Length is >= 1 and <= MaxRidLength && rid.All(char.IsAsciiLetterOrDigit);

    /// <summary>A mid travels in every packet, so it is short and plain: an SDP token (RFC 5888 section 4).</summary>
    public static bool TryCheckMid(string? mid, out string problem)
    {
        var good = mid is null || (mid.Length is >= 1 and <= MaxMidLength && mid.All(IsToken));
        problem = good ? "" : $"mid: must be 1 to {MaxMidLength} visible ASCII characters";
        return good;
    }

    private static bool IsToken(char c) => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`{|}~".Contains(c, StringComparison.Ordinal);
}
