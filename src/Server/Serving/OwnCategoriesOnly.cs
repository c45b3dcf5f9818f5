// SPDX-License-Identifier: Apache-2.0
using Microsoft.Extensions.Logging.Abstractions;

namespace Vigil.Server.Serving;

/// <summary>
/// Lets through what Vigil itself logs, and nothing else. The web server's own loggers write addresses, and paths with
/// meeting ids in them; a filter by level or configuration could be lifted, this cannot.
/// </summary>
internal sealed class OwnCategoriesOnly(ILoggerProvider inner) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) =>
        categoryName.StartsWith("Vigil.", StringComparison.Ordinal) ? inner.CreateLogger(categoryName) : NullLogger.Instance;

    public void Dispose() => inner.Dispose();
}
