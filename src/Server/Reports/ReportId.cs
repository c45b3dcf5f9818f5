// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Vigil.Server.Crypto;

namespace Vigil.Server.Reports;

/// <summary>Names a stored report, at random: it says nothing of what it is about.</summary>
[JsonConverter(typeof(FixedBytesConverter<ReportId>))]
internal sealed class ReportId(ReadOnlySpan<byte> bytes) : FixedBytes(bytes), IFixedBytes<ReportId>
{
    public static int Length => 16;

    public static ReportId Copy(ReadOnlySpan<byte> bytes) => new(bytes);

    public static ReportId Random() => new(RandomNumberGenerator.GetBytes(Length));
}
