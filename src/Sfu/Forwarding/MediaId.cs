// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Text;
using System.Security.Cryptography;

namespace Vigil.Sfu.Forwarding;

/// <summary>Names of transports, producers and consumers: 128 random bits, so that knowing one's own tells nothing of others'.</summary>
internal static class MediaId
{
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
}
