// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Server.Stamps;

/// <summary>Numbers 1400 to 1499, never used twice.</summary>
internal static partial class StampMessages
{
    [LoggerMessage(1400, LogLevel.Error, "The week's franking key could not be made, or an old one not destroyed; it is tried again within the hour: {Reason}")]
    public static partial void FrankingKeyNotChanged(this ILogger logger, string reason);
}
