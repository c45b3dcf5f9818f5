// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Server.Serving;

/// <summary>Numbers 1000 to 1099, never used twice. Paths here are the operator's own.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Information, "The certificate files changed; new connections use the new ones")]
    public static partial void CertificateReloaded(this ILogger logger);

    [LoggerMessage(1001, LogLevel.Error, "The certificate files changed but cannot be used; the old ones stay in use: {Reason}")]
    public static partial void CertificateKept(this ILogger logger, string reason);

    [LoggerMessage(1002, LogLevel.Warning, "The data folder could be read by other accounts; it is closed to them now")]
    public static partial void DataFolderWasOpen(this ILogger logger);

    [LoggerMessage(1003, LogLevel.Warning, "There is no web client in '{Folder}': pages answer 404. Build it with npm run build in web/")]
    public static partial void NoWebClient(this ILogger logger, string folder);

    [LoggerMessage(1004, LogLevel.Error, "An HTTP request failed: {Exception}\n{StackTrace}")]
    public static partial void HttpFailed(this ILogger logger, string exception, string? stackTrace);
}
