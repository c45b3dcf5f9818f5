// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Server.Signalling;

/// <summary>
/// Counts and faults only. No id, name or address goes in at any level, and no exception's message either:
/// it may quote what a client sent. Numbers 1200 to 1299, never used twice.
/// </summary>
internal static partial class Log
{
    [LoggerMessage(1200, LogLevel.Debug, "A room opened; {Rooms} are open")]
    public static partial void RoomOpened(this ILogger logger, int rooms);

    [LoggerMessage(1201, LogLevel.Debug, "A room ended; {Rooms} are open")]
    public static partial void RoomEnded(this ILogger logger, int rooms);

    [LoggerMessage(1202, LogLevel.Debug, "A connection ended: {Code} {Reason}")]
    public static partial void ConnectionEnded(this ILogger logger, int code, string reason);

    [LoggerMessage(1203, LogLevel.Error, "A request of type {Type} failed: {Exception}\n{StackTrace}")]
    public static partial void RequestFailed(this ILogger logger, string type, string exception, string? stackTrace);

    [LoggerMessage(1204, LogLevel.Error, "The media plane failed: {Exception}\n{StackTrace}")]
    public static partial void MediaFailed(this ILogger logger, string exception, string? stackTrace);

    [LoggerMessage(1205, LogLevel.Trace, "Request of type {Type}: {Outcome}")]
    public static partial void RequestDone(this ILogger logger, string type, string outcome);
}
