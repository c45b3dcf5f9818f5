// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Server.Staff;

/// <summary>Numbers 1700 to 1799, never used twice. Indexes and reasons stand in the public log; whom an order concerns is not said here.</summary>
internal static partial class StaffMessages
{
    [LoggerMessage(1700, LogLevel.Critical, "Entry {Index}, which was just written, breaks the rules of orders: {Reasons}")]
    public static partial void WrittenAgainstRules(this ILogger<OrderBook> logger, ulong index, string reasons);

    [LoggerMessage(1701, LogLevel.Error, "The gate does not carry out the order of entry {Index}: {Reason}")]
    public static partial void NotCarriedOut(this ILogger<OrderGate> logger, ulong index, string reason);

    [LoggerMessage(1702, LogLevel.Error, "A look at the orders that are due failed and is repeated: {Exception} {Stack}")]
    public static partial void LookFailed(this ILogger<OrderClock> logger, string exception, string? stack);

    [LoggerMessage(1703, LogLevel.Warning, "The public log does not take an entry about orders now: {Problem}")]
    public static partial void LogIsDown(this ILogger<OrderClock> logger, string problem);
}
