// SPDX-License-Identifier: Apache-2.0
using Vigil.EndToEnd.Stage;

namespace Vigil.EndToEnd;

/// <summary>What cannot be encrypted is not sent: the worker is broken in each way we could think of, after the group is entered.</summary>
[Collection(nameof(OneMeeting))]
public sealed class BrokenEncryptionTests(Browsers browsers)
{
    public static TheoryData<string, string> Breakages { get; } = new()
    {
        { "it never takes up its transforms", "Object.defineProperty(self, 'onrtctransform', { set() {}, get() { return null } });" },
        { "encryption throws", "self.addEventListener('rtctransform', () => { crypto.subtle.encrypt = () => Promise.reject(new Error('broken')) });" },
        { "the worker ends", "self.addEventListener('rtctransform', () => { self.close() });" },
    };

    [Theory]
    [MemberData(nameof(Breakages))]
    public async Task A_client_whose_encryption_is_broken_sends_nothing(string breakage, string code)
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await Person.SitDownAsync(browsers.Plain, "Ada");
        await using var ben = await Person.SitDownAsync(browsers.Plain, "Ben");
        await WorkerScript.PrependAsync(ben, code);
        var link = await ada.CreateMeetingAsync(server.Url);
        await ada.JoinAsync(link);
        await ben.OpenAsync(link);
        await ben.WaitForCameraAsync();
        await ben.PressJoinAsync();
        await ben.Page.Locator("main[data-state=live], main[data-state=encryption-failed]").WaitForAsync();
        await Task.Delay(TimeSpan.FromSeconds(5));

        var sent = await ben.StatisticsAsync();
        Assert.All(sent.Outbound, track => Assert.True(track.Packets == 0, $"{breakage}: {track.Packets} {track.Kind} packets were sent"));
        var received = await ada.StatisticsAsync();
        Assert.All(received.Inbound, track => Assert.True(track.FramesDecoded == 0 && track.AudioEnergy == 0, $"{breakage}: {track.Kind} came through"));
    }
}
