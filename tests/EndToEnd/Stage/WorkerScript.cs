// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Vigil.EndToEnd.Stage;

/// <summary>Puts code in front of the encryption worker's script, on its way to one page: to break it, or to watch it.</summary>
internal static partial class WorkerScript
{
    public static async Task PrependAsync(Person person, string code)
    {
        await person.Page.Context.RouteAsync(Address(), async route =>
        {
            var response = await route.FetchAsync();
            await route.FulfillAsync(new() { Response = response, Body = code + "\n" + await response.TextAsync() });
        });
    }

    [GeneratedRegex(@"/assets/worker-[\w-]+\.js$")]
    public static partial Regex Address();
}
