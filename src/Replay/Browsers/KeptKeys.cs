// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Vigil.Replay.Browsers;

/// <summary>
/// Looks over the shoulder of one person's encryption worker: keeps every secret that it gives to the browser's cryptography or gets from it. So a search can look for real keys, and
/// a recording can be shown to be a good one.
/// </summary>
internal static partial class KeptKeys
{
    /// <summary>Fewer different bytes are no secret but a filler, such as HKDF's empty salt.</summary>
    private const int LeastVariety = 8;

    private const string Keep = """
        self.kept = []
        {
          const { subtle } = crypto
          const [derive, take] = [subtle.deriveBits.bind(subtle), subtle.importKey.bind(subtle)]
          const keep = (use, data, kid = '') => {
            const bytes = ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data)
            self.kept.push({ use, kid, bytes: btoa(String.fromCharCode(...bytes)) })
          }
          subtle.deriveBits = async (algorithm, key, length) => {
            const result = await derive(algorithm, key, length)
            const info = new TextDecoder('latin1').decode(algorithm.info ?? new Uint8Array())
            const isFrame = info.startsWith('SFrame 1.0 Secret ')
            keep(isFrame ? (info.includes('salt') ? 'frame salt' : 'frame key') : 'derived', result, isFrame ? info.slice(-10) : '')
            return result
          }
          subtle.importKey = (format, data, algorithm, ...rest) => {
            const name = algorithm.name ?? algorithm
            // The public halves are for everybody.
            if (format === 'raw' && !['Ed25519', 'X25519'].includes(name)) { keep(name, data) }
            if (format === 'pkcs8') { keep(name, data.slice(-32)) }
            if (format === 'jwk' && data.d) { keep(name, Uint8Array.from(atob(data.d.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0))) }
            return take(format, data, algorithm, ...rest)
          }
        }
        """;

    /// <remarks>From the files that the server serves: a request of our own could still be on its way when the page closes, and would hold it.</remarks>
    public static Task PlaceAsync(Person person, string web) => person.Page.Context.RouteAsync(WorkerAddress(), route => route.FulfillAsync(new()
    {
        Body = Keep + "\n" + File.ReadAllText(Path.Combine(web, "assets", Path.GetFileName(new Uri(route.Request.Url).AbsolutePath))),
        ContentType = "text/javascript",
    }));

    public static async Task<IReadOnlyList<KeptKey>> ReadAsync(Person person)
    {
        var json = await person.Page.Workers[0].EvaluateAsync<string>("() => JSON.stringify(self.kept)");
        return [.. JsonSerializer.Deserialize<List<KeptKey>>(json, JsonSerializerOptions.Web)!.Where(key => key.Bytes.Distinct().Count() >= LeastVariety)];
    }

    /// <summary>Keys and salts that open SFrame frames.</summary>
    public static IReadOnlyList<(byte[] Key, byte[] Salt)> ForFrames(IReadOnlyList<KeptKey> keys) =>
    [
        .. from key in keys
           where key.Use == "frame key"
           join salt in keys.Where(other => other.Use == "frame salt") on key.Kid equals salt.Kid
           select (key.Bytes, salt.Bytes),
    ];

    [GeneratedRegex(@"/assets/worker-[\w-]+\.js$")]
    private static partial Regex WorkerAddress();
}

/// <param name="Use">what the worker gave it to the browser for</param>
/// <param name="Kid">of a frame's key and salt</param>
/// <param name="Bytes">the secret</param>
internal sealed record KeptKey(string Use, string Kid, byte[] Bytes);
