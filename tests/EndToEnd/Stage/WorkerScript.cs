// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Vigil.EndToEnd.Stage;

/// <summary>Puts code in front of the encryption worker's script, on its way to one page: to break it, or to watch it.</summary>
internal static partial class WorkerScript
{
    /// <remarks>From the files that the server serves: a request of the test's own could still be on its way when the page closes, and would hold it.</remarks>
    public static Task PrependAsync(Person person, string code) => person.Page.Context.RouteAsync(Address(), route => route.FulfillAsync(new()
    {
        Body = code + "\n" + File.ReadAllText(Path.Combine(Checkout.WebClient, "assets", Path.GetFileName(new Uri(route.Request.Url).AbsolutePath))),
        ContentType = "text/javascript",
    }));

    [GeneratedRegex(@"/assets/worker-[\w-]+\.js$")]
    public static partial Regex Address();
}
