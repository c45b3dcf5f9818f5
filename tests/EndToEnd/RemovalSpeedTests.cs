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

    /// <summary>In the workers of the others: when a picture was last encrypted under each of their keys, known by SFrame's key id (RFC 9605, section 4.4.2).</summary>
    private const string WatchSending = """
        {
          const { deriveBits, importKey, encrypt } = SubtleCrypto.prototype
          const label = 'SFrame 1.0 Secret key '
          const ids = new WeakMap()
          const last = {}
          SubtleCrypto.prototype.deriveBits = async function (algorithm, ...more) {
            const bits = await deriveBits.call(this, algorithm, ...more)
            const info = String.fromCharCode(...(algorithm.info ?? []))
            if (info.startsWith(label)) { ids.set(bits, btoa(info.slice(label.length, label.length + 8))) }
            return bits
          }
          SubtleCrypto.prototype.importKey = async function (format, data, ...more) {
            const id = ids.get(data.buffer ?? data)
            const key = await importKey.call(this, format, data, ...more)
            if (id !== undefined) { ids.set(key, id) }
            return key
          }
          SubtleCrypto.prototype.encrypt = function (algorithm, key, data) {
            const id = ids.get(key)
            if (id !== undefined) { last[id] = Date.now() }
            return encrypt.call(this, algorithm, key, data)
          }
          const channel = new BroadcastChannel('test-sending')
          channel.onmessage = () => channel.postMessage(Object.values(last))
        }
        """;

    /// <summary>Of so many workers: when one of them last used a key that was not its newest.</summary>
    private const string LastUnderOldKeys = """
        (workers) => new Promise((resolve) => {
          const channel = new BroadcastChannel('test-sending')
          const answers = []
          channel.onmessage = ({ data: times }) => {
            answers.push(times.sort((a, b) => a - b).at(-2))
            if (answers.length === workers) { channel.close(); resolve(answers) }
          }
          channel.postMessage('')
        })
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
        await using var bots = await Bots.OpenAsync(browsers.Smooth, server.Url, crowd.PlaceAsync, WatchSending);
        var toAda = await SignallingRoute.PlaceAsync(ada);
        var toEve = await SignallingRoute.PlaceAsync(eve);
        await WorkerScript.PrependAsync(ada, WatchSending);
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

        var opened = await eve.Page.EvaluateAsync<double>(LastOpened);
        var clicked = await ada.Page.EvaluateAsync<double>("() => window.testClicked");
        double[] said = [.. await ada.Page.EvaluateAsync<double[]>(LastUnderOldKeys, 1), .. await bots.Page.EvaluateAsync<double[]>(LastUnderOldKeys, Others)];
        // What was said before and waited in a queue of Eve's own machine she opens later; it was hers to see.
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Others + 2} participants: the last picture under a key of Eve's left its sender {said.Max() - clicked:0} ms after the click (Ada's {said[0] - clicked:0} ms), Eve's machine opened its last {opened - clicked:0} ms after");
        Assert.InRange(said.Max() - clicked, 0, 1000);
        await eve.InMeetingAsync();
        Assert.All(await bots.StatesAsync(), bot => Assert.Equal("live", bot.At));
    }
}
