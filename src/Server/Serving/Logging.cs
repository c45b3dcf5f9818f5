// SPDX-License-Identifier: Apache-2.0
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Console;

namespace Vigil.Server.Serving;

/// <summary>Builds the one logger factory of the process, in front of which <see cref="OwnCategoriesOnly"/> stands.</summary>
internal static class Logging
{
    public static ILoggerFactory Create(LogLevel level, ILoggerProvider? insteadOfConsole) => LoggerFactory.Create(logging =>
    {
        logging.SetMinimumLevel(level);
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-dd HH:mm:ss ";
            console.UseUtcTimestamp = true;
        });
        // Standard output says where the server is, and nothing else.
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        logging.Services.RemoveAll<ILoggerProvider>();
        logging.Services.AddSingleton<ILoggerProvider>(services =>
            new OwnCategoriesOnly(insteadOfConsole ?? ActivatorUtilities.CreateInstance<ConsoleLoggerProvider>(services)));
    });
}
