// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Microsoft.Playwright;
using Vigil.Replay.Browsers;
using Vigil.Replay.Recording;
using Vigil.Replay.Searching;
using Vigil.Replay.Stage;
using Vigil.Replay.Telling;

namespace Vigil.Replay.Scenarios;

/// <summary>Act 3: whoever runs the server looks everywhere for what people say and show.</summary>
internal sealed class WatchContent : Scenario
{
    /// <summary>More than a decoder needs to paint something that one would know again.</summary>
    private const int Pictures = 30;
    private const double Alike = 0.5;

    public override int Act => 3;

    public override string Name => "watch-content";

    public override string Happened => "Meetings were to be watched for forbidden opinions.";

    public override Means Needs => Means.OwnServer | Means.Browsers;

    public override async Task PlayAsync(Scene scene, Story story)
    {
        var (words, control) = (new PlantedWords(), new PlantedWords());
        await using var watched = await WatchedMeeting.OpenAsync(scene, words.Plant("the host's name"), words.Plant("the guest's name"));
        var link = await PlanAsync(watched, words);
        await watched.MeetAsync(link);
        await SayAsync(watched, words);
        await watched.SpeakPlainlyAsync(Disguise.PlantAll(control));
        var pictures = await watched.PicturesAsync(Pictures);

        foreach (var place in await watched.PlacesAsync())
        {
            var (held, cameOut) = place.Search(words, control);
            story.Blocked(place.Looks, place.Means, held, cameOut);
        }
        var seen = words.FindIn(watched.Media.Packets);
        story.Blocked("records every packet of sound and picture that is forwarded", "root on the server", seen.Count == 0,
            $"{watched.Media.Packets.Length / 1024} KiB: {(seen.Count == 0 ? "none of it" : $"FOUND {string.Join(", ", seen)}")}");
        await LookAtPicturesAsync(story, pictures, await KeptKeys.ReadAsync(watched.Host));
    }

    /// <summary>Title and agenda, by the form for a meeting that is yet to come; the link's own secret is looked for, too.</summary>
    private static async Task<string> PlanAsync(WatchedMeeting watched, PlantedWords words)
    {
        var page = watched.Host.Page;
        await page.GotoAsync(watched.Relay.Url);
        await page.GetByTestId("meeting-title").FillAsync(words.Plant("the title"));
        await page.GetByTestId("plan-meeting").ClickAsync();
        await page.GetByTestId("plan-agenda").FillAsync(words.Plant("the agenda"));
        await page.GetByTestId("plan-submit").ClickAsync();
        var link = await page.GetByTestId("planned-link").InnerTextAsync();
        words.AddText("the link's secret", new Uri(link).Fragment[1..].Split('&')[0]);
        return link;
    }

    private static async Task SayAsync(WatchedMeeting watched, PlantedWords words)
    {
        var (host, guest) = (watched.Host, watched.Guest);
        await guest.OpenChatAsync();
        var text = words.Plant("a chat message");
        await host.SayAsync(text);
        await Assertions.Expect(guest.MessageOf(text)).ToBeVisibleAsync();
        var name = words.Plant("a file's name");
        await ShareAsync(host, $"{name}.txt", "text/plain", Encoding.UTF8.GetBytes(words.Plant("a file's content")));
        await Assertions.Expect(guest.Page.GetByTestId("file").First).ToContainTextAsync(name);
        var picture = new PlantedPicture();
        picture.PlantIn(words, "a picture");
        await ShareAsync(host, $"{words.Plant("a picture's name")}.png", "image/png", picture.File);
        await guest.Page.GetByTestId("picture").WaitForAsync();
    }

    private static async Task ShareAsync(Person person, string name, string type, byte[] bytes)
    {
        await person.Page.GetByTestId("file-picker").SetInputFilesAsync(new FilePayload { Name = name, MimeType = type, Buffer = bytes });
        await person.Page.GetByTestId("chat-send").ClickAsync();
    }

    /// <remarks>
    /// VP8 has no checksum: the key frame's ten clear bytes and random bits behind them are valid syntax one time in four; a decoder then
    /// paints noise, and goes on painting it. So what counts is that nothing comes out which resembles the picture; and that with the keys the same recording does decode.
    /// </remarks>
    private static async Task LookAtPicturesAsync(Story story, IReadOnlyList<IReadOnlyList<byte[]>> streams, IReadOnlyList<KeptKey> keys)
    {
        if (!Vp8Decoder.IsThere)
        {
            story.NotYet("whether a forwarded picture can be made out was not tried: ffmpeg is not installed");
            return;
        }
        var opener = new SFrameOpener(KeptKeys.ForFrames(keys));
        foreach (var frames in streams)
        {
            var plain = frames.Select(frame => opener.TryOpenVp8(frame)).OfType<byte[]>().ToList();
            var pictures = await Vp8Decoder.DecodeAsync(plain);
            var isGood = pictures.Count >= Pictures * 0.6 && pictures.Count >= plain.Count * 0.9;
            var noise = await Vp8Decoder.DecodeAsync(frames);
            var likeness = isGood && noise.Count > 0 ? noise.Max(made => pictures.Max(made.LikenessTo)) : 0;
            story.Blocked("decodes a camera out of what is forwarded", "root on the server", isGood && likeness < Alike,
                $"{frames.Count} frames gave {noise.Count} pictures of noise, at most {likeness:0.00} like the camera's; with the participants' keys the same frames give {pictures.Count} pictures{(isGood ? "" : ": TOO FEW, the recording is no good")}");
        }
    }
}
