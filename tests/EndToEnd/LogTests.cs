// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;
using Vigil.EndToEnd.Stage;

namespace Vigil.EndToEnd;

/// <summary>Nothing personal in logs: a whole meeting with every logger at its finest level, and the output searched.</summary>
[Collection(nameof(OneMeeting))]
public sealed partial class LogTests(Browsers browsers)
{
    [Fact]
    public async Task A_meetings_whole_output_holds_no_address_no_meeting_id_and_no_name()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await Person.SitDownAsync(browsers.Plain, "Zephyrine");
        await using var ben = await Person.SitDownAsync(browsers.Plain, "Balthus");
        var signalling = await SignallingRoute.PlaceAsync(ben);
        var link = await ada.CreateMeetingAsync(server.Url, "Quietrobin");
        await ada.JoinAsync(link);
        await ben.JoinAsync(link);
        await ben.SeesPictureOfAsync("Zephyrine");
        await ada.Page.GotoAsync($"{server.Url}/m/{new string('a', 26)}#AAAAAAAAAAAAAAAAAAAAAA");
        await ben.Page.GetByTestId("leave").ClickAsync();
        await ben.InStateAsync("left");

        var output = server.Output;
        Assert.Contains("open http", output, StringComparison.Ordinal);
        var afterStart = output[(output.IndexOf("open http", StringComparison.Ordinal) + 30)..];
        var meeting = new Uri(link).Segments[^1];
        foreach (var secret in new[] { meeting, "Zephyrine", "Balthus", "Quietrobin", new Uri(link).Fragment[1..].Split('&')[0], RoutingKeyOf(signalling) })
        {
            Assert.False(output.Contains(secret, StringComparison.OrdinalIgnoreCase), $"the log holds '{secret}':\n{output}");
        }
        Assert.DoesNotMatch(Addresses(), afterStart);
    }

    private static string RoutingKeyOf(SignallingRoute route) => route.Url.Segments[^1];

    /// <summary>An IPv4 address, an IPv6 address in brackets, or loopback in short.</summary>
    [GeneratedRegex(@"\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b|\[[0-9a-f]*:[0-9a-f:]*\]|::1\b")]
    private static partial Regex Addresses();
}
