// SPDX-License-Identifier: Apache-2.0
using Microsoft.Playwright;
using Vigil.EndToEnd.Stage;

namespace Vigil.EndToEnd;

/// <summary>Nobody joins unseen: the number of a meeting is worth nothing without the secret.</summary>
[Collection(nameof(OneMeeting))]
public sealed class StrangerTests(Browsers browsers)
{
    [Fact]
    public async Task Somebody_with_the_number_but_a_wrong_secret_gets_a_clear_error_and_appears_nowhere()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await Person.SitDownAsync(browsers.Plain, "Ada");
        await using var ben = await Person.SitDownAsync(browsers.Plain, "Ben");
        await using var eve = await Person.SitDownAsync(browsers.Plain, "Eve");
        var link = await ada.CreateMeetingAsync(server.Url);
        await ada.JoinAsync(link);
        await ben.JoinAsync(link);
        await ada.SeesAsync("Ben");
        var codeBefore = await ada.ReadSafetyCodeAsync();

        var wrongLink = link[..(link.IndexOf('#', StringComparison.Ordinal) + 1)] + "AAAAAAAAAAAAAAAAAAAAAA";
        await eve.Page.GotoAsync(wrongLink);
        await eve.InStateAsync("wrong-secret");
        await Assertions.Expect(eve.Page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("This link does not open the meeting");
        await eve.ScreenshotAsync("wrong-secret");

        // The same by the protocol: the page refuses on its own, so the server's own refusal is asked for by hand.
        var refusal = await AskServerWithForgedProofAsync(eve, link);
        Assert.Contains("\"bad_proof\"", refusal, StringComparison.Ordinal);
        await ada.SeesAsync("Ben");
        await ben.SeesAsync("Ada");
        Assert.Equal(codeBefore, await ada.ReadSafetyCodeAsync());
        await Assertions.Expect(ada.Page.GetByTestId("happenings")).Not.ToContainTextAsync("Eve");
    }

    /// <summary>Opens the signalling socket from a page of the same origin and proves with a key of its own.</summary>
    private static Task<string> AskServerWithForgedProofAsync(Person eve, string link) => eve.Page.EvaluateAsync<string>("""
        async (id) => {
          const base64url = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
          const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'
          const decode = (text) => { let bits = 0, value = 0; const out = []; for (const c of text) { value = (value << 5) | alphabet.indexOf(c); bits += 5; if (bits >= 8) { bits -= 8; out.push((value >> bits) & 255); value &= (1 << bits) - 1 } } return Uint8Array.from(out) }
          const encode = (bytes) => { let bits = 0, value = 0, out = ''; for (const b of bytes) { value = (value << 8) | b; bits += 8; while (bits >= 5) { bits -= 5; out += alphabet[(value >> bits) & 31]; value &= (1 << bits) - 1 } } return out }
          const routing = new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array([...new TextEncoder().encode('vigil/routing/v1'), ...decode(id)]))).slice(0, 10)
          const socket = new WebSocket(location.origin.replace('http', 'ws') + '/signal/' + encode(routing))
          return await new Promise((resolve) => {
            let all = ''
            socket.onmessage = ({ data }) => {
              all += data
              if (JSON.parse(data).event === 'welcome') socket.send(JSON.stringify({ id: 1, type: 'join', meeting: id,
                participant: base64url(crypto.getRandomValues(new Uint8Array(16))), leafKey: base64url(crypto.getRandomValues(new Uint8Array(32))), linkKey: base64url(crypto.getRandomValues(new Uint8Array(32))),
                proof: base64url(crypto.getRandomValues(new Uint8Array(64))) }))
            }
            socket.onclose = ({ code }) => resolve(`${all} closed ${code}`)
          })
        }
        """, new Uri(link).Segments[^1]);
}
