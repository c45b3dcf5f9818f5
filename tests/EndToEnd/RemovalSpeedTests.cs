// SPDX-License-Identifier: Apache-2.0
using Microsoft.Playwright;
using Vigil.EndToEnd.Stage;

namespace Vigil.EndToEnd;

/// <summary>How long anything is said that the removed one could open, in a meeting of twenty: taken at those who say it, so it holds whatever the server forwards.</summary>
[Collection(nameof(Alone))]
public sealed class RemovalSpeedTests(Browsers browsers)
{
    private const int Others = 18;

    /// <summary>She is a bot, too: a page that paints twenty pictures takes more of this machine than all the rest.</summary>
    private static readonly string Eve = $"Eve {Others + 1}";

    /// <summary>In the workers of the others: when a picture was last encrypted under each of their keys, known by SFrame's key id (RFC 9605, section 4.4.2).</summary>
    private const string WatchSending = """
        {
          const { deriveBits, importKey, encrypt } = SubtleCrypto.prototype
          const label = 'SFrame 1.0 Secret key '
          const ids = new WeakMap()
          const last = {}
          SubtleCrypto.prototype.deriveBits = async function (algorithm, ...more) {
            const bits = await deriveBits.call(this, algorithm, ...more)
            const info = String.fromCharCode(...new Uint8Array(algorithm.info?.buffer ?? algorithm.info ?? 0))
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

    /// <summary>Of so many workers, once each has used its newest key for a second and no other: when it last used another one.</summary>
    private const string LastUnderOldKeys = """
        (workers) => new Promise((resolve) => {
          const channel = new BroadcastChannel('test-sending')
          let answers = []
          channel.onmessage = ({ data: times }) => {
            const [newest, older] = times.sort((a, b) => b - a)
            if (newest - older > 1000) { answers.push(older) }
            if (answers.length === workers) { clearInterval(asking); channel.close(); resolve(answers) }
          }
          const asking = setInterval(() => { answers = []; channel.postMessage('') }, 500)
        })
        """;

    [Fact]
    public async Task Within_a_second_of_the_hosts_click_nothing_is_said_that_the_removed_one_could_open()
    {
        Effort.NeedsLong();
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await Person.SitDownAsync(browsers.Plain, "Ada");
        await using var bots = await Bots.OpenAsync(browsers.Plain, server.Url, worker: WatchSending);
        await WorkerScript.PrependAsync(ada, WatchSending);
        var link = await ada.CreateMeetingAsync(server.Url);
        await ada.JoinAsync(link);
        await bots.JoinAsync(link, Others);
        await bots.JoinAsync(link, 1, new { prefix = "Eve" });
        await ada.OpenPeopleAsync();
        await Assertions.Expect(ada.Page.GetByTestId("person")).ToHaveCountAsync(Others + 2);

        await ada.ChooseAsync(Eve, "remove");
        await ada.Page.GetByTestId("remove-yes").EvaluateAsync("button => button.addEventListener('click', () => { window.testClicked = Date.now() }, { capture: true })");
        await ada.Page.GetByTestId("remove-yes").ClickAsync();

        await Assertions.Expect(ada.Page.GetByTestId("person")).ToHaveCountAsync(Others + 1);
        await bots.WithoutAsync(Eve);
        double[] said = [.. await ada.Page.EvaluateAsync<double[]>(LastUnderOldKeys, 1), .. await bots.Page.EvaluateAsync<double[]>(LastUnderOldKeys, Others)];
        var clicked = await ada.Page.EvaluateAsync<double>("() => window.testClicked");
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Others + 2} participants: the last picture under a key of Eve's left its sender {said.Max() - clicked:0} ms after the click (Ada's {said[0] - clicked:0} ms)");
        Assert.InRange(said.Max() - clicked, 0, 1000);
        Assert.All(await bots.StatesAsync(), bot => Assert.Equal(bot.Name == Eve ? "over removed" : "live ", $"{bot.At} {bot.Why}"));
    }
}
