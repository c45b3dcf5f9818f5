// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Vigil.Server.Crypto;
using Vigil.Server.Meetings;

namespace Vigil.Server.Reports;

/// <summary>Chosen messages, with what proves them (docs/protocol/meeting.md section 11). Read, not believed.</summary>
internal sealed record Report(
    int Version, Meeting Meeting, GroupId Group, PublicKey StampKey, string Note, IReadOnlyList<byte[]> Commands, IReadOnlyList<ReportedMessage> Messages)
{
    public const int LargestBody = 2 << 20;
    public const int LongestNote = 4000;
    public const int MostMessages = 500;
    public const int MostCommands = 500;

    private const int OnlyVersion = 1;

    /// <summary>Form and limits; nothing is verified here.</summary>
    public static bool TryParse(ReadOnlySpan<byte> json, out Report? report)
    {
        report = null;
        if (json.Length > LargestBody) { return false; }
        try { report = JsonSerializer.Deserialize(json, ReportJson.Default.Report); }
        // The exception's text quotes the input, which may hold what must not be repeated.
        catch (JsonException) { return false; }
        return report is not null && report.Version == OnlyVersion
            && report.Note.Length <= LongestNote
            && report.Commands.Count <= MostCommands && !report.Commands.Contains(null!)
            && report.Messages.Count is >= 1 and <= MostMessages && report.Messages.All(message => message is not null && message.TrySeq(out _));
    }
}

/// <summary>One message: its exact bytes, and who said so under which keys.</summary>
internal sealed record ReportedMessage(
    ParticipantId Participant, PublicKey LeafKey, byte[] Admission, string Seq, OpeningKey Opening, Signature Signature, Commitment Commitment, byte[] Stamp, byte[] Content)
{
    /// <summary>Decimal, in one spelling.</summary>
    public bool TrySeq(out ulong seq) =>
        ulong.TryParse(Seq, NumberStyles.None, CultureInfo.InvariantCulture, out seq) && seq > 0 && seq.ToString(CultureInfo.InvariantCulture) == Seq;
}

/// <summary>k_f: with it anybody can check which message a commitment holds.</summary>
[JsonConverter(typeof(FixedBytesConverter<OpeningKey>))]
internal sealed class OpeningKey(ReadOnlySpan<byte> bytes) : FixedBytes(bytes), IFixedBytes<OpeningKey>
{
    public static int Length => 32;

    public static OpeningKey Copy(ReadOnlySpan<byte> bytes) => new(bytes);
}

[JsonConverter(typeof(FixedBytesConverter<Commitment>))]
internal sealed class Commitment(ReadOnlySpan<byte> bytes) : FixedBytes(bytes), IFixedBytes<Commitment>
{
    public static int Length => 32;

    public static Commitment Copy(ReadOnlySpan<byte> bytes) => new(bytes);
}

/// <summary>Strict: unknown, duplicate, missing or mistyped members are refused.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(BytesConverter)])]
[JsonSerializable(typeof(Report))]
[JsonSerializable(typeof(StoredAnswer))]
internal sealed partial class ReportJson : JsonSerializerContext;

internal sealed record StoredAnswer(ReportId Report);
