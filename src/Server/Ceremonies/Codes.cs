// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using Vigil.Server.Crypto;

namespace Vigil.Server.Ceremonies;

/// <summary>What opens a founder's page: 256 random bits in the fragment of a link, which browsers send to nobody. Only their hash is kept.</summary>
internal static class Codes
{
    private const int Length = 32;

    public static (string Code, string Hash) Make()
    {
        var code = StrictBase64Url.Encode(RandomNumberGenerator.GetBytes(Length));
        return (code, HashOf(code));
    }

    public static string HashOf(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code)));
}
