// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Rtc.Tests;

/// <summary>Bytes written as the RFCs write them, in groups.</summary>
internal static class Hex
{
    public static byte[] Bytes(string grouped) => Convert.FromHexString(string.Concat(grouped.Where(char.IsAsciiHexDigit)));
}
