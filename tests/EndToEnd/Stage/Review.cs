// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Vigil.EndToEnd.Stage;

/// <summary>
/// Looks at one state of a page as people with other screens would: at three sizes, light and dark where the page has both. Leaves a screenshot of each
/// for eyes, and gives what axe calls serious or critical.
/// </summary>
internal static class Review
{
    private static readonly (string Name, int Width, int Height)[] Sizes = [("phone", 360, 740), ("laptop", 1280, 720), ("desktop", 1920, 1080)];

    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = RunOnlyOptions.Tags("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"),
        ResultTypes = [ResultType.Violations],
    };

    public static async Task<IReadOnlyList<string>> OfAsync(Person person, string state, string language, bool hasLightAndDark)
    {
        var findings = new ConcurrentBag<string>();
        foreach (var scheme in hasLightAndDark ? new[] { ColorScheme.Light, ColorScheme.Dark } : [ColorScheme.Dark])
        {
            await person.Page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            foreach (var (size, width, height) in Sizes)
            {
                await person.Page.SetViewportSizeAsync(width, height);
                await SettleAsync(person.Page);
                var name = $"{state}-{size}-{language}{(scheme == ColorScheme.Light ? "-light" : "")}";
                await person.ScreenshotAsync(name);
                foreach (var finding in await FindingsAsync(person.Page)) { findings.Add($"{name}: {finding}"); }
            }
        }
        return [.. findings.Order()];
    }

    /// <summary>Colours that change with the scheme are on their way for a moment, in which they contrast with nothing. What turns for ever is not waited for.</summary>
    private const string Still = """
        async () => {
          const drawn = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
          await drawn()
          const passing = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity)
          await Promise.allSettled(passing.map((one) => one.finished))
          await drawn()
        }
        """;

    /// <summary>Beside its button in every window; on phones it is a sheet from below.</summary>
    private const string MenuIsAstray = """
        () => innerWidth > 760 && [...document.querySelectorAll('[role=menu]:popover-open')].some((menu) => {
          const [at, button] = [menu, document.querySelector(`[popovertarget="${menu.id}"]`)].map((one) => one.getBoundingClientRect())
          return at.left > button.right || at.right < button.left
        })
        """;

    /// <summary>A stage follows the window, and says when it has.</summary>
    private static async Task SettleAsync(IPage page)
    {
        await page.EvaluateAsync(Still);
        await page.WaitForFunctionAsync("() => document.querySelector('[data-testid=stage]')?.classList.contains('settled') ?? true");
    }

    private static async Task<IEnumerable<string>> FindingsAsync(IPage page)
    {
        var findings = (await page.RunAxe(Rules)).Violations
            .Where(violation => violation.Impact is "serious" or "critical")
            .SelectMany(violation => violation.Nodes.Select(node => $"{violation.Id}: {violation.Help}: {node.Html}"));
        if (await page.EvaluateAsync<bool>(MenuIsAstray)) { findings = findings.Append("a menu is not at its button"); }
        var wide = await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth");
        return wide ? findings.Append("the page scrolls sideways") : findings;
    }
}
