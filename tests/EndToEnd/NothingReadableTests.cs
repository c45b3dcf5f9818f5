// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using Vigil.EndToEnd.Recording;
using Vigil.EndToEnd.Stage;

namespace Vigil.EndToEnd;

/// <summary>Nobody can listen: all that the server receives, stores and forwards is searched for what was said and shown.</summary>
[Collection(nameof(Alone))]
public sealed class NothingReadableTests(Browsers browsers)
{
    private const string Title = "Quietrobin gathering";
    private const string HostName = "Zephyrine Oakhollow";
    private const string GuestName = "Balthus Merewether";

    /// <summary>Keeps the frame keys that the worker derives: the test's way to show that its recording is a good one.</summary>
    private const string KeepKeys = """
        self.derived = []
        {
          const native = crypto.subtle.deriveBits.bind(crypto.subtle)
          crypto.subtle.deriveBits = async (algorithm, key, bits) => {
            const result = await native(algorithm, key, bits)
            const info = new TextDecoder('latin1').decode(algorithm.info ?? new Uint8Array())
            if (info.startsWith('SFrame 1.0 Secret ')) self.derived.push({ salt: info.includes('salt'), kid: info.slice(-10), bytes: [...new Uint8Array(result)] })
            return result
          }
        }
        """;

    [Fact]
    public async Task The_server_sees_neither_names_nor_titles_nor_a_picture_that_decodes()
    {
        using var forwarded = new ForwardedRecording();
        await using var server = await RecordingServer.StartAsync(forwarded);
        await using var ada = await Person.SitDownAsync(browsers.WithFiles, HostName);
        await using var ben = await Person.SitDownAsync(browsers.Smooth, GuestName);
        await WorkerScript.PrependAsync(ada, KeepKeys);
        var adaSignalling = await SignallingRoute.PlaceAsync(ada);
        var benSignalling = await SignallingRoute.PlaceAsync(ben);
        var posted = RecordPosts(ada, ben);

        var link = await ada.CreateMeetingAsync(server.Url, Title);
        await ada.JoinAsync(link);
        await ben.JoinAsync(link);
        await ada.SeesPictureOfAsync(GuestName);
        await ben.SeesPictureOfAsync(HostName);
        await Task.Delay(TimeSpan.FromSeconds(5));
        var keys = await ReadKeysAsync(ada);

        // What it received and passed on, and what it stored.
        string[] words = ["Quietrobin", "gathering", "Zephyrine", "Oakhollow", "Balthus", "Merewether", new Uri(link).Fragment[1..].Split('&')[0]];
        var said = string.Join('\n', [.. adaSignalling.ToServer, .. benSignalling.ToServer, .. adaSignalling.FromServer, .. benSignalling.FromServer, .. posted]);
        Assert.Contains("\"join\"", said, StringComparison.Ordinal);
        Assert.Contains("hostKey", said, StringComparison.Ordinal);
        AssertNoneOf(words, said, "signalling");
        // An empty file holds nothing; the log's lock is one, and cannot be opened while it is held.
        foreach (var file in Directory.EnumerateFiles(server.DataFolder, "*", SearchOption.AllDirectories).Where(file => new FileInfo(file).Length > 0))
        {
            AssertNoneOf(words, Encoding.Latin1.GetString(ReadShared(file)), Path.GetFileName(file));
        }
        AssertNoneOf(words, string.Join('\n', server.Output), "log");

        // What it forwarded.
        var streams = forwarded.VideoStreams();
        Assert.Equal(2, streams.Count);
        foreach (var frames in streams) { await AssertNoPictureWithoutKeysAsync(frames, new SFrameOpener(keys)); }
    }

    /// <remarks>
    /// VP8 has no checksum: the key frame's ten clear bytes and random bits behind them are valid syntax one time in four; a decoder then
    /// paints noise, and goes on painting it. So what counts is that nothing comes out which resembles the picture; and that with the keys the same recording does decode.
    /// </remarks>
    private static async Task AssertNoPictureWithoutKeysAsync(IReadOnlyList<byte[]> frames, SFrameOpener opener)
    {
        Assert.True(frames.Count > 60, $"only {frames.Count} whole frames were recorded");
        var plain = frames.Select(frame => opener.TryOpenVp8(frame)).OfType<byte[]>().ToList();
        var pictures = await Vp8Decoder.DecodeAsync(plain);
        Assert.True(pictures.Count > 60 && pictures.Count >= plain.Count * 0.9, $"with the keys {pictures.Count} of {plain.Count} frames decode: the recording is no good");

        foreach (var frame in await Vp8Decoder.DecodeAsync(frames))
        {
            var likeness = pictures.Max(picture => frame.LikenessTo(picture));
            Assert.True(likeness < 0.5, $"a frame decoded without the keys resembles the picture: {likeness:0.00}");
        }
    }

    private static List<string> RecordPosts(params Person[] people)
    {
        var bodies = new List<string>();
        foreach (var person in people)
        {
            person.Page.Request += (_, request) => { lock (bodies) { bodies.Add($"{request.Url} {request.PostData} {string.Join(' ', request.Headers.Values)}"); } };
        }
        return bodies;
    }

    private static async Task<IReadOnlyList<(byte[] Key, byte[] Salt)>> ReadKeysAsync(Person person)
    {
        var json = await person.Page.Workers[0].EvaluateAsync<string>("() => JSON.stringify(self.derived)");
        var derived = JsonSerializer.Deserialize<List<Derived>>(json, JsonSerializerOptions.Web)!;
        return
        [
            .. from key in derived
               where !key.Salt
               join salt in derived.Where(other => other.Salt) on key.Kid equals salt.Kid
               select (key.Bytes.Select(b => (byte)b).ToArray(), salt.Bytes.Select(b => (byte)b).ToArray()),
        ];
    }

    private sealed record Derived(bool Salt, string Kid, int[] Bytes);

    private static void AssertNoneOf(string[] words, string text, string where)
    {
        foreach (var word in words)
        {
            Assert.False(text.Contains(word, StringComparison.OrdinalIgnoreCase), $"'{word}' stands in what the server has: {where}");
            var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(word))[..^4];
            Assert.False(text.Contains(base64, StringComparison.Ordinal), $"'{word}' stands in base64 in what the server has: {where}");
        }
    }

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
