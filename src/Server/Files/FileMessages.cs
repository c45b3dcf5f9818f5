// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Server.Files;

/// <summary>Numbers 1500 to 1599, never used twice. No id, no size of one file, no exception's message: it would name a path.</summary>
internal static partial class FileMessages
{
    [LoggerMessage(1500, LogLevel.Warning, "A meeting's sealed file could not be deleted and stays until the next start: {Exception}")]
    public static partial void FileNotDeleted(this ILogger logger, string exception);

    [LoggerMessage(1501, LogLevel.Error, "The disk did not take a piece of a meeting's file: {Free} bytes are free")]
    public static partial void PieceNotWritten(this ILogger logger, long free);
}
