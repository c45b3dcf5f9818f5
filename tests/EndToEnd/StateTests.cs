// SPDX-License-Identifier: Apache-2.0
using Microsoft.Playwright;
using Vigil.EndToEnd.Stage;

namespace Vigil.EndToEnd;

/// <summary>Every obstacle has its own page that says what is and what to do.</summary>
public sealed class StateTests(Browsers browsers)
{
    private static readonly ViewportSize Phone = new() { Width = 360, Height = 740 };

    [Theory]
    [InlineData("/m/aaaaaaaaaaaaaaaaaaaaaaaaaa#AAAAAAAAAAAAAAAAAAAAAA", "meeting-not-found", "There is no such meeting")]
    [InlineData("/m/aaaaaaaaaaaaaaaaaaaaaaaaaa", "no-secret", "This link is incomplete")]
    [InlineData("/m/aaaaaaaaaaaaaaaaaaaaaaaaaa#AAAAAA", "bad-secret", "This link is incomplete")]
    [InlineData("/m/tooshort#AAAAAAAAAAAAAAAAAAAAAA", "bad-id", "There is no such meeting")]
    public async Task A_link_that_cannot_work_says_why(string path, string state, string heading)
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await Person.SitDownAsync(browsers.Plain, "Ada", screen: Phone);
        await ada.Page.GotoAsync(server.Url + path);
        await ada.InStateAsync(state);
        await Assertions.Expect(ada.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(heading);
        await ada.ScreenshotAsync($"phone-{state}");
    }

    [Fact]
    public async Task An_insecure_origin_is_told_from_a_broken_browser()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var browser = await browsers.LaunchAsync("--use-fake-device-for-media-stream", "--host-resolver-rules=MAP meet.test 127.0.0.1");
        await using var ada = await Person.SitDownAsync(browser, "Ada", allowDevices: false);
        // The browser's own word on such an origin.
        ada.Errors.Expect("Cross-Origin-Opener-Policy");
        await ada.Page.GotoAsync($"http://meet.test:{new Uri(server.Url).Port}/");
        await ada.InStateAsync("insecure-origin");
        await ada.ScreenshotAsync("insecure-origin");
    }

    [Fact]
    public async Task Denied_devices_say_where_to_allow_them_and_joining_goes_without()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var browser = await browsers.LaunchAsync("--use-fake-device-for-media-stream");
        await using var ada = await Person.SitDownAsync(browser, "Ada", allowDevices: false);
        await ada.DenyDevicesAsync();
        await ada.CreateMeetingAsync(server.Url);
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Turn on camera and microphone" }).ClickAsync();
        await ada.Page.GetByText("The camera is blocked").First.WaitForAsync();
        await ada.ScreenshotAsync("permission-denied");
        await ada.PressJoinAsync();
        await ada.InMeetingAsync();
    }

    [Fact]
    public async Task A_machine_without_devices_can_join()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var browser = await browsers.LaunchAsync();
        await using var ada = await Person.SitDownAsync(browser, "Ada");
        await ada.CreateMeetingAsync(server.Url);
        await ada.Page.GetByText("No camera found").First.WaitForAsync();
        await ada.ScreenshotAsync("no-device");
        await ada.PressJoinAsync();
        await ada.InMeetingAsync();
    }

    [Fact]
    public async Task The_pages_fit_a_phone()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await Person.SitDownAsync(browsers.Plain, "Ada", screen: Phone);
        await using var ben = await Person.SitDownAsync(browsers.WithFiles, "Ben");
        await ada.Page.GotoAsync(server.Url);
        await ada.ScreenshotAsync("phone-start");
        var link = await ada.CreateMeetingAsync(server.Url, "Supper");
        await ada.WaitForCameraAsync();
        await ada.ScreenshotAsync("phone-pre-join");
        await ada.JoinAsync(link);
        await ada.ScreenshotAsync("phone-alone");
        await ben.JoinAsync(link);
        await ada.SeesPictureOfAsync("Ben");
        await ada.ScreenshotAsync("phone-two");
        Assert.False(await ada.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth"), "the page scrolls sideways");
    }
}
