// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Text;
using System.Security.Cryptography;
using Vigil.Replay.Browsers;
using Vigil.Replay.Recording;
using Vigil.Replay.Searching;
using Vigil.Replay.Stage;
using Vigil.Replay.Telling;

namespace Vigil.Replay.Scenarios;

/// <summary>Act 13: whoever runs the server looks for keys in all that passes through it.</summary>
internal sealed class KeyRoute : Scenario
{
    private const int Frames = 10;

    public override int Act => 13;

    public override string Name => "key-route";

    public override string Happened => "Encryption keys were reported to have passed through servers in that country.";

    public override Means Needs => Means.OwnServer | Means.Browsers;

    public override async Task PlayAsync(Scene scene, Story story)
    {
        await using var watched = await WatchedMeeting.OpenAsync(scene, "Ada", "Ben");
        var link = await watched.Host.CreateMeetingAsync(watched.Relay.Url);
        await watched.MeetAsync(link);
        var streams = await watched.PicturesAsync(Frames);
        var kept = await KeptKeys.ReadAsync(watched.Host);

        var secrets = new PlantedWords();
        foreach (var (key, i) in kept.DistinctBy(key => Convert.ToHexString(key.Bytes)).Select((key, i) => (key, i))) { secrets.Add($"{key.Use} {i}", key.Bytes); }
        secrets.Add("the link's secret", Base64Url.DecodeFromChars(new Uri(link).Fragment[1..].Split('&')[0]));
        // That these are the keys in use: they open what is forwarded.
        var opener = new SFrameOpener(KeptKeys.ForFrames(kept));
        var opened = streams.Sum(frames => frames.Count(frame => opener.TryOpenVp8(frame) is not null));
        story.Blocked("is given the keys of one browser, to know what to look for", "a browser of our own", opened >= Frames,
            $"{secrets.Count} secrets; {opened} of {streams.Sum(frames => frames.Count)} forwarded frames open with them");

        var (control, plain) = Lost();
        await watched.SpeakPlainlyAsync(plain);
        foreach (var place in await watched.PlacesAsync())
        {
            var (held, cameOut) = place.Search(secrets, control);
            story.Blocked(place.Looks, place.Means, held, cameOut);
        }
        var seen = secrets.FindIn(watched.Media.Packets);
        story.Blocked("records every packet of sound and picture that is forwarded", "root on the server", seen.Count == 0,
            $"{watched.Media.Packets.Length / 1024} KiB: {(seen.Count == 0 ? "no key" : $"FOUND {string.Join(", ", seen)}")}");
        story.NotYet("a node outside the allowed jurisdictions is refused by clients: there is one node only so far");
    }

    /// <summary>Keys that a careless client lets the server see, each in one of the ways in which keys are written.</summary>
    private static (PlantedWords Control, byte[] Plain) Lost()
    {
        var control = new PlantedWords();
        using var plain = new MemoryStream();
        foreach (var (name, write) in new (string, Func<byte[], byte[]>)[]
        {
            ("raw", key => key),
            ("base64", key => Ascii(Convert.ToBase64String(key))),
            ("base64url behind a word", key => Ascii("key" + Base64Url.EncodeToString(key))),
            ("hexadecimal", key => Ascii(Convert.ToHexString(key))),
            ("base64 of hexadecimal", key => Ascii(Convert.ToBase64String(Ascii(Convert.ToHexStringLower(key))))),
        })
        {
            var key = RandomNumberGenerator.GetBytes(16);
            control.Add(name, key);
            plain.Write(write(key));
            plain.Write("\n \n"u8);
        }
        return (control, plain.ToArray());
    }

    private static byte[] Ascii(string text) => System.Text.Encoding.ASCII.GetBytes(text);
}
