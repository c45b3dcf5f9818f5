// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Vigil.Replay.Browsers;

/// <summary>
/// Errors that nobody caught in any page of a test, and what code of ours or the browser's own guard of it (Content-Security-Policy, Trusted Types) called an error.
/// A test that sees what it looks for beside one of them has not seen everything.
/// </summary>
internal sealed class PageErrors
{
    /// <summary>By test. Pages that a class shares belong to the test that opened them.</summary>
    private static readonly ConcurrentDictionary<string, ConcurrentQueue<PageErrors>> Pages = new();

    /// <summary>Names the test that runs; without tests nobody asks for the errors.</summary>
    public static Func<string?> RunningTest { get; set; } = () => null;

    private readonly ConcurrentQueue<string> heard = [];
    private readonly ConcurrentBag<string> expected = [];
    private readonly string who;

    private PageErrors(string who) => this.who = who;

    public static PageErrors Of(IPage page, string who)
    {
        var errors = new PageErrors(who);
        if (RunningTest() is { } test) { Pages.GetOrAdd(test, _ => []).Enqueue(errors); }
        page.PageError += (_, error) => errors.heard.Enqueue(error);
        page.Console += (_, message) => { if (message.Type == "error" && !IsOfTheNetwork(message.Text)) { errors.heard.Enqueue(message.Text); } };
        return errors;
    }

    /// <summary>This test brings such an error about.</summary>
    public void Expect(string part) => expected.Add(part);

    public IReadOnlyList<string> Unexpected => [.. heard.Where(error => !expected.Any(error.Contains)).Select(error => $"{who}: {error}")];

    public static IReadOnlyList<string> OfTest(string id) => Pages.TryRemove(id, out var pages) ? [.. pages.SelectMany(page => page.Unexpected)] : [];

    /// <summary>What a browser prints by itself when a request gets no answer, or one that says no: that is for the page to handle, and for the test to see.</summary>
    private static bool IsOfTheNetwork(string error) =>
        error.StartsWith("Failed to load resource:", StringComparison.Ordinal) || error.StartsWith("WebSocket connection to", StringComparison.Ordinal);
}
