// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;

namespace Vigil.Server.Tests.Support;

/// <summary>Takes everything at every level, with exceptions, state and scopes.</summary>
internal sealed class CapturedLog : ILoggerProvider
{
    public ConcurrentQueue<(string Category, int Event, string Text)> Entries { get; } = [];

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, Entries);

    public void Dispose() { }

    private sealed class Logger(string category, ConcurrentQueue<(string, int, string)> entries) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull
        {
            entries.Enqueue((category, 0, $"scope {state}"));
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var values = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(' ', pairs) : "";
            entries.Enqueue((category, eventId.Id, $"{formatter(state, exception)} {values} {exception}"));
        }
    }
}
