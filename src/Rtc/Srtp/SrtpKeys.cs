// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;

namespace Vigil.Rtc.Srtp;

/// <summary>Master keys and salts of both directions. Wiped on <see cref="Dispose"/>; never prints.</summary>
public sealed class SrtpKeys : IDisposable
{
    // Pinned, so that the collector leaves no copy behind that could not be wiped.
    private readonly byte[] material;
    private readonly int saltLength;

    /// <summary>Takes the output of the DTLS exporter: client key, server key, client salt, server salt (RFC 5764 section 4.2).</summary>
    public SrtpKeys(SrtpProfile profile, ReadOnlySpan<byte> exported)
    {
        saltLength = profile.Salt();
        ArgumentOutOfRangeException.ThrowIfNotEqual(exported.Length, ExportedLength(profile));
        Profile = profile;
        material = GC.AllocateUninitializedArray<byte>(exported.Length, pinned: true);
        exported.CopyTo(material);
    }

    public SrtpProfile Profile { get; }

    public ReadOnlySpan<byte> ClientKey => material.AsSpan(0, SrtpProfileLengths.Key);

    public ReadOnlySpan<byte> ServerKey => material.AsSpan(SrtpProfileLengths.Key, SrtpProfileLengths.Key);

    public ReadOnlySpan<byte> ClientSalt => material.AsSpan(2 * SrtpProfileLengths.Key, saltLength);

    public ReadOnlySpan<byte> ServerSalt => material.AsSpan((2 * SrtpProfileLengths.Key) + saltLength, saltLength);

    /// <summary>How many bytes the exporter must give: 56 for GCM, 60 for counter mode.</summary>
    public static int ExportedLength(SrtpProfile profile) => 2 * (SrtpProfileLengths.Key + profile.Salt());

    public void Dispose() => CryptographicOperations.ZeroMemory(material);

    public override string ToString() => nameof(SrtpKeys);
}
