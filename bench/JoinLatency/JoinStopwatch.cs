// SPDX-License-Identifier: Apache-2.0
using Microsoft.Playwright;
using Vigil.EndToEnd.Stage;

namespace Vigil.JoinLatency;

/// <summary>Measures inside the page: from the press on Join to the first remote frame that was decoded and put on the screen.</summary>
internal static class JoinStopwatch
{
    /// <summary>Marks the press, the messages on the signalling socket, and the first frame of a remote video element.</summary>
    public const string InitScript = """
        (() => {
          const marks = []
          Object.defineProperty(window, 'joinMarks', { value: marks })
          const mark = (name) => { if (marks.length > 0 || name === 'press') marks.push([name, performance.now()]) }
          document.addEventListener('click', (event) => { if (event.target.closest?.('[data-testid=join]')) mark('press') }, { capture: true })
          const Native = window.WebSocket
          window.WebSocket = class extends Native {
            constructor(...options) {
              super(...options)
              this.addEventListener('open', () => mark('socket open'))
              this.addEventListener('message', ({ data }) => { const { event, answer } = JSON.parse(data); mark(event === undefined ? `answer ${answer}` : `event ${event}`) })
            }
            send(data) { mark(`request ${JSON.parse(data).type} ${JSON.parse(data).id}`); super.send(data) }
          }
          const watched = new WeakSet()
          new MutationObserver(() => {
            for (const video of document.querySelectorAll('[data-testid=tile][data-self=false] video')) {
              if (watched.has(video)) continue
              watched.add(video)
              mark('video element')
              video.requestVideoFrameCallback(() => mark('first frame'))
            }
          }).observe(document, { childList: true, subtree: true })
        })()
        """;

    public static async Task<IReadOnlyList<Mark>> MeasureAsync(Person joiner, string link)
    {
        await joiner.OpenAsync(link);
        await joiner.WaitForCameraAsync();
        await joiner.Page.GetByTestId("name").FillAsync(joiner.Name);
        // The page loads what a call needs while a person types a name: as they would, press when that has come to rest.
        await joiner.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await joiner.Page.GetByTestId("join").ClickAsync();
        await joiner.Page.WaitForFunctionAsync("() => joinMarks.some(([name]) => name === 'first frame')");
        var marks = await joiner.Page.EvaluateAsync<object[][]>("() => joinMarks");
        var start = Convert.ToDouble(marks[0][1]);
        return [.. marks.Select(mark => new Mark((string)mark[0], Convert.ToDouble(mark[1]) - start))];
    }
}

/// <summary>What happened, and how many milliseconds after the press.</summary>
internal sealed record Mark(string Name, double Milliseconds);
