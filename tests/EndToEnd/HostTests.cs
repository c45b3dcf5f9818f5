// SPDX-License-Identifier: Apache-2.0
using Vigil.EndToEnd.Stage;

namespace Vigil.EndToEnd;

/// <summary>Who lets people in when the host is not there, and when nobody can.</summary>
[Collection(nameof(OneMeeting))]
public sealed class HostTests(Browsers browsers)
{
    [Fact]
    public async Task Without_a_host_a_joiner_waits_and_gets_in_when_the_host_comes()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await Person.SitDownAsync(browsers.Plain, "Ada");
        await using var ben = await Person.SitDownAsync(browsers.Plain, "Ben");
        var link = await ada.CreateMeetingAsync(server.Url);

        await ben.OpenAsync(link);
        await ben.WaitForCameraAsync();
        await ben.PressJoinAsync();
        await ben.InStateAsync("waiting");
        await ben.ScreenshotAsync("waiting-for-host");
        await ada.JoinAsync(link);

        await ben.InMeetingAsync();
        await ben.SeesPictureOfAsync("Ada");
        await ada.SeesPictureOfAsync("Ben");
    }

    [Fact]
    public async Task The_meeting_goes_on_and_lets_people_in_after_the_hosts_tab_closes()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ben = await Person.SitDownAsync(browsers.Plain, "Ben");
        await using var chi = await Person.SitDownAsync(browsers.Plain, "Chi");
        string link;
        await using (var ada = await Person.SitDownAsync(browsers.Plain, "Ada"))
        {
            link = await ada.CreateMeetingAsync(server.Url);
            await ada.JoinAsync(link);
            await ben.JoinAsync(link);
            await ben.SeesPictureOfAsync("Ada");
        }

        await ben.SeesAsync();
        await chi.JoinAsync(link);
        await chi.SeesPictureOfAsync("Ben");
        await ben.SeesPictureOfAsync("Chi");
        Assert.Equal(await ben.ReadSafetyCodeAsync(), await chi.ReadSafetyCodeAsync());
    }

    [Fact]
    public async Task A_link_outlives_a_restart_of_the_server_and_people_come_back_by_themselves()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await Person.SitDownAsync(browsers.Plain, "Ada");
        await using var ben = await Person.SitDownAsync(browsers.Plain, "Ben");
        var link = await ada.CreateMeetingAsync(server.Url, "Still here");
        await ada.JoinAsync(link);
        await ben.JoinAsync(link);
        await ben.SeesPictureOfAsync("Ada");

        await server.RestartAsync();

        await ben.SeesPictureOfAsync("Ada");
        await ada.SeesPictureOfAsync("Ben");
    }
}
