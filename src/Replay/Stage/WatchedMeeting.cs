// SPDX-License-Identifier: Apache-2.0
using Vigil.Replay.Browsers;
using Vigil.Replay.Cast;
using Vigil.Replay.Recording;
using Vigil.Replay.Searching;

namespace Vigil.Replay.Stage;

/// <summary>A server that is listened to wherever one can, and two people in their browsers who meet there.</summary>
internal sealed class WatchedMeeting : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);

    private WatchedMeeting(OwnHouse house, ForwardedRecording media, Person host, Person guest)
    {
        (House, Media, Host, Guest) = (house, media, host, guest);
        Relay = RecordingRelay.Before(house);
    }

    public OwnHouse House { get; }

    public RecordingRelay Relay { get; }

    public ForwardedRecording Media { get; }

    public Person Host { get; }

    public Person Guest { get; }

    /// <summary>Both sit down; what the host's encryption worker holds is kept.</summary>
    public static async Task<WatchedMeeting> OpenAsync(Scene scene, string host, string guest)
    {
        var media = new ForwardedRecording();
        var watched = new WatchedMeeting(await scene.OwnHouseAsync(tap: media), media, await scene.SitDownAsync(host), await scene.SitDownAsync(guest));
        await KeptKeys.PlaceAsync(watched.Host, scene.Options.Web);
        return watched;
    }

    public async Task MeetAsync(string link)
    {
        await Host.JoinAsync(link);
        await Guest.JoinAsync(link);
        await Host.SeesPictureOfAsync(Guest.Name);
        await Guest.SeesPictureOfAsync(Host.Name);
    }

    /// <summary>The forwarded pictures of both cameras, as soon as there are so many of each.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<byte[]>>> PicturesAsync(int most)
    {
        var watch = Telling.Story.Watch();
        while (Media.VideoStreams() is var streams && (streams.Count < 2 || streams.Any(frames => frames.Count < most)))
        {
            if (watch() > Patience) { throw new TimeoutException($"only {string.Join(" and ", streams.Select(frames => frames.Count))} pictures were forwarded"); }
            await Task.Delay(Between);
        }
        return Media.VideoStreams();
    }

    /// <summary>Everything that there is to be searched, by what it is.</summary>
    public async Task<IReadOnlyList<Place>> PlacesAsync() =>
    [
        new("reads every table of the database", "an open connection to it", await KeptPlaces.RowsAsync(House.Data)),
        new("reads every file, the database and its write-ahead log raw", "root on the server", KeptPlaces.Files(House.Data)),
        new("reads every line that the server printed", "root on the server", KeptPlaces.Lines(House)),
        new("records what the server received", "the network before the server", Relay.Received),
        new("records what it sent and passed on", "the network before the server", Relay.Sent),
    ];

    /// <summary>
    /// The control of a search: somebody whose client does not encrypt creates a meeting, says something in it and reports it, by the ways that everybody's words go, and the server
    /// prints it. If this is not found everywhere, that nothing was found says nothing.
    /// </summary>
    public async Task SpeakPlainlyAsync(byte[] words)
    {
        var meeting = await CreateAsync(new StagedMeeting { Details = words });
        await using var speaker = await ProtocolClient.ConnectAsync(Relay, meeting);
        byte[] group = [.. meeting.Id.Span, .. new byte[16]];
        await speaker.CreateGroupAsync(group);
        await using var hearer = await (await ProtocolClient.ConnectAsync(Relay, meeting)).EnterAsync(group, 0);
        _ = (await speaker.AskAsync("send", new { body = StagedMeeting.Text([.. NoiseEnvelope.Make(), .. words]) })).Ok;
        await hearer.NextAsync("message");
        House.Printed.Print(System.Text.Encoding.Latin1.GetString(words));
    }

    private async Task<StagedMeeting> CreateAsync(StagedMeeting meeting)
    {
        using var http = new HttpClient { BaseAddress = Relay.Address };
        using var body = new StringContent(meeting.Body.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri("/api/meetings", UriKind.Relative), body);
        return (int)answer.StatusCode == 201 ? meeting : throw new InvalidOperationException($"the server took no meeting: {(int)answer.StatusCode}");
    }

    public async ValueTask DisposeAsync()
    {
        await Relay.DisposeAsync();
        Media.Dispose();
    }
}

/// <summary>Where an insider looks, and what is there.</summary>
internal sealed record Place(string Looks, string Means, byte[] Bytes)
{
    /// <summary>None of the words, and all of the control.</summary>
    public (bool Held, string CameOut) Search(PlantedWords words, PlantedWords control)
    {
        var (found, shown) = (words.FindIn(Bytes), control.FindIn(Bytes));
        var size = $"{Bytes.Length / 1024.0:0} KiB";
        var seen = shown.Count == control.Count ? $"the control in all {control.Count} disguises" : $"ONLY {shown.Count} of the control's {control.Count} disguises";
        return (found.Count == 0 && shown.Count == control.Count, $"{size}: {(found.Count == 0 ? $"none of {words.Count} secrets" : $"FOUND {string.Join(", ", found)}")}; {seen}");
    }
}
