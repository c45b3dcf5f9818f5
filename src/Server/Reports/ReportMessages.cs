// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Server.Reports;

/// <summary>Numbers 1600 to 1699, never used twice. Nothing of a report's content or meeting.</summary>
internal static partial class ReportMessages
{
    [LoggerMessage(1600, LogLevel.Error, "A verified report could not be stored and was refused: {Exception}")]
    public static partial void ReportNotStored(this ILogger logger, string exception);
}
