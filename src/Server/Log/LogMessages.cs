// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Server.Log;

/// <summary>Numbers 1300 to 1399, never used twice. Paths and witnesses' names here are the operator's own; sizes and keys are public.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(1309, LogLevel.Error, "Entry {Index} of our own public log breaks the rules of orders and counts for nothing: {Reasons}")]
    public static partial void EntryAgainstRules(this ILogger<PublicLog> logger, ulong index, string reasons);

    [LoggerMessage(1300, LogLevel.Information, "The public log is open with {Size} entries; its key is in '{KeyFile}'")]
    public static partial void LogIsOpen(this ILogger<PublicLog> logger, ulong size, string keyFile);

    [LoggerMessage(1301, LogLevel.Error, "{Count} entries could not be written to the public log and were refused: {Exception}: {Reason}")]
    public static partial void BatchFailed(this ILogger<PublicLog> logger, int count, string exception, string reason);

    [LoggerMessage(1302, LogLevel.Warning, "After a batch the public log could not tidy up and will do so with the next one: {Reason}")]
    public static partial void TidyingFailed(this ILogger<PublicLog> logger, string reason);

    [LoggerMessage(1303, LogLevel.Error, "The checkpoint of size {Size} could not be published: {Exception}: {Reason}")]
    public static partial void PublishingFailed(this ILogger<PublicLog> logger, ulong size, string exception, string reason);

    [LoggerMessage(1304, LogLevel.Warning, "The checkpoint of size {Size} has {Cosigned} cosignatures from {Asked} witnesses, which is no quorum: the last final one stays")]
    public static partial void NoQuorum(this ILogger<PublicLog> logger, ulong size, int cosigned, int asked);

    [LoggerMessage(1305, LogLevel.Warning, "The witness {Witness} did not cosign: {Reason}")]
    public static partial void WitnessFailed(this ILogger<PublicLog> logger, string witness, string reason);

    [LoggerMessage(1306, LogLevel.Critical, "The witness {Witness} has seen another history of this log: {Reason}")]
    public static partial void WitnessConflict(this ILogger<PublicLog> logger, string witness, string reason);

    [LoggerMessage(1307, LogLevel.Error, "As a witness this server could not store a checkpoint and did not cosign it: {Reason}")]
    public static partial void WitnessStoreFailed(this ILogger<PublicLog> logger, string reason);

    [LoggerMessage(1308, LogLevel.Warning, "As a witness this server was shown a signed checkpoint of {Origin} that does not extend the last one: that log may be forked")]
    public static partial void WitnessRefused(this ILogger<PublicLog> logger, string origin);
}
