// SPDX-License-Identifier: Apache-2.0
using Microsoft.Playwright;
using Vigil.EndToEnd.Stage;

namespace Vigil.EndToEnd;

/// <summary>How long the removed one goes on opening what is said, in a meeting of twenty and with a server that plays along with them.</summary>
[Collection(nameof(Alone))]
public sealed class RemovalSpeedTests(Browsers browsers)
{
    private const int Others = 18;

    /// <summary>In the worker of the one who is removed: when anything was last opened with a key of theirs.</summary>
    private const string WatchOpening = """
        {
          const decrypt = SubtleCrypto.prototype.decrypt
          let last = 0
          SubtleCrypto.prototype.decrypt = async function (...all) { const opened = await decrypt.apply(this, all); last = Date.now(); return opened }
          const channel = new BroadcastChannel('test-opening')
          channel.onmessage = () => channel.postMessage(last)
        }
        """;

    /// <summary>Answers once nothing was opened for three seconds: when the last was.</summary>
    private const string LastOpened = """
        () => new Promise((silent) => {
          const channel = new BroadcastChannel('test-opening')
          channel.onmessage = ({ data: last }) => {
            if (last > 0 && Date.now() - last > 3000) { clearInterval(asking); channel.close(); silent(last) }
          }
          const asking = setInterval(() => channel.postMessage(''), 100)
        })
        """;

    [Fact]
    public async Task Within_a_second_of_the_hosts_click_the_removed_one_opens_nothing_more()
    {
        Effort.NeedsLong();
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await Person.SitDownAsync(browsers.Smooth, "Ada");
        await using var eve = await Person.SitDownAsync(browsers.Smooth, "Eve");
        var crowd = new Crowd();
        await using var bots = await Bots.OpenAsync(browsers.Smooth, server.Url, crowd.PlaceAsync);
        var toAda = await SignallingRoute.PlaceAsync(ada);
        var toEve = await SignallingRoute.PlaceAsync(eve);
        await WorkerScript.PrependAsync(eve, WatchOpening);
        var link = await ada.CreateMeetingAsync(server.Url);
        await ada.JoinAsync(link);
        await bots.JoinAsync(link, Others);
        await eve.JoinAsync(link);
        await eve.SeesPictureOfAsync("Ada");
        await ada.OpenPeopleAsync();
        await Assertions.Expect(ada.Page.GetByTestId("person")).ToHaveCountAsync(Others + 2);

        // The server hands the command to all but Eve, closes nothing, and goes on forwarding to her.
        toAda.Pretend("command", request =>
        {
            var members = new Dictionary<string, object> { ["command"] = request.GetProperty("command").GetString()! };
            toAda.MakeUp("command", members);
            crowd.MakeUp("command", members);
        });
        toEve.Withhold("commit");
        toEve.Withhold("epoch.ready");
        await ada.ChooseAsync("Eve", "remove");
        await ada.Page.GetByTestId("remove-yes").EvaluateAsync("button => button.addEventListener('click', () => { window.testClicked = Date.now() }, { capture: true })");
        await ada.Page.GetByTestId("remove-yes").ClickAsync();

        var last = await eve.Page.EvaluateAsync<double>(LastOpened);
        var took = TimeSpan.FromMilliseconds(last - await ada.Page.EvaluateAsync<double>("() => window.testClicked"));
        TestContext.Current.TestOutputHelper?.WriteLine($"last frame opened {took.TotalMilliseconds:0} ms after the click, {Others + 2} participants");
        Assert.True(took <= TimeSpan.FromSeconds(1), $"Eve opened something {took.TotalMilliseconds:0} ms after the host's click");
        await eve.InMeetingAsync();
        Assert.All(await bots.StatesAsync(), bot => Assert.Equal("live", bot.At));
    }
}
