// SPDX-License-Identifier: Apache-2.0
using Microsoft.Extensions.Logging;

namespace Vigil.Sfu;

/// <summary>Everything the media plane says. No address, no id, nothing per packet; numbers are never given twice.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Media plane started: {Workers} worker(s), {Slots} packet slots each")]
    public static partial void Started(ILogger logger, int workers, int slots);

    [LoggerMessage(2, LogLevel.Information, "Media plane stopped")]
    public static partial void Stopped(ILogger logger);

    // Without the message: it may quote data. Type and place are what finds the bug.
    [LoggerMessage(3, LogLevel.Error, "A packet thread caught {Exception} and ended the transport it came from:\n{Place}")]
    public static partial void Fault(ILogger logger, string exception, string? place);

    [LoggerMessage(4, LogLevel.Error, "A subscriber of router events threw {Exception}:\n{Place}")]
    public static partial void SubscriberFault(ILogger logger, string exception, string? place);
}
