// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text;
using System.Text.Json;
using Vigil.Server.Log;
using Vigil.Server.Meetings;
using Vigil.Server.Serving;
using Vigil.Server.Signalling;
using Vigil.Server.Signalling.Rooms;

namespace Vigil.Server.Tests.Support;

/// <summary>A real server on a port of its own, with a clock and a media plane that the test holds.</summary>
internal sealed class TestServer : IMeetingServer, IAsyncDisposable
{
    private readonly TempFolder? _ownFolder;
    private readonly VigilServer _server;

    private TestServer(VigilServer server, TempFolder? ownFolder, string dataFolder)
    {
        (_server, _ownFolder, DataFolder) = (server, ownFolder, dataFolder);
        Http = new HttpClient { BaseAddress = server.Address };
    }

    public HttpClient Http { get; }

    public string DataFolder { get; }

    public Uri Address => _server.Address;

    public required ManualTimeProvider Time { get; init; }

    public required FakeMediaPlane Media { get; init; }

    public required CapturedLog Log { get; init; }

    /// <summary>What the hosts of its meetings said.</summary>
    public HostReports Reports { get; set; } = new();

    public ulong Now => (ulong)Time.GetUtcNow().ToUnixTimeSeconds();

    public PublicLog PublicLog => _server.Log;

    /// <summary>Does what is due about orders, now and not when the clock next looks; what was written before has been published by then.</summary>
    public async Task LookAsync()
    {
        await PublicLog.Publisher.WhenPublishedAsync(PublicLog.Signed.Head.Size);
        await _server.Orders.LookAsync();
    }

    public T Part<T>() where T : notnull => _server.Part<T>();

    public CommandCounters RefusedCommands => _server.RefusedCommands;

    public static async Task<TestServer> StartAsync(string? data = null, SignallingLimits? limits = null, string? web = null, TestLog? publicLog = null, Func<long>? freeDisk = null, long? filesLimit = null, string? origin = null, ManualTimeProvider? clock = null)
    {
        var folder = data is null ? new TempFolder() : null;
        var (time, media, log) = (clock ?? new ManualTimeProvider(), new FakeMediaPlane(), new CapturedLog());
        var options = new ServeOptions
        {
            Host = IPAddress.Loopback.ToString(),
            Port = publicLog?.Port ?? 0,
            Origin = origin,
            LogOrigin = publicLog?.Origin,
            LogFolder = publicLog?.Folder,
            LogPolicy = publicLog?.Policy,
            WitnessLogs = publicLog?.WitnessLogs,
            Data = data ?? Path.Combine(folder!.Path, "data"),
            Web = web ?? "no-web-client",
            FilesLimit = filesLimit ?? new ServeOptions().FilesLimit,
            LogLevel = LogLevel.Trace,
        };
        var parts = new ServerParts { Time = time, Media = media, LoggerProvider = log, Limits = limits ?? new SignallingLimits(), Log = publicLog?.Seams, FreeDisk = freeDisk };
        return new TestServer(await VigilServer.StartAsync(options, parts), folder, options.Data) { Time = time, Media = media, Log = log };
    }

    public async Task<TestMeeting> CreateMeetingAsync()
    {
        var meeting = new TestMeeting();
        var (status, _) = await PostAsync(meeting.Body.ToJsonString());
        Assert.Equal(HttpStatusCode.Created, status);
        return Reports.Know(meeting);
    }

    public Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string body) => SendAsync(HttpMethod.Post, "/api/meetings", body);

    public async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) { request.Content = new StringContent(body, Encoding.UTF8, "application/json"); }
        using var response = await Http.SendAsync(request);
        return (response.StatusCode, JsonElement.Parse(await response.Content.ReadAsStringAsync()));
    }

    public async Task<HttpStatusCode> AddLinkAsync(TestMeeting meeting, KeyPair link, ulong notBefore = 0, ulong notAfter = 0) =>
        (await SendAsync(HttpMethod.Post, $"/api/meetings/{meeting.Id.Text}/links", meeting.Link(link, notBefore, notAfter).ToJsonString())).Status;

    public async Task RevokeAsync(TestMeeting meeting, KeyPair link)
    {
        var id = LinkId.Of(link.Public);
        var path = $"/api/meetings/{meeting.Id.Text}/links/{TestMeeting.Text(id.Span)}/revoke";
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Post, path, meeting.Revocation(id).ToJsonString())).Status);
    }

    public Task<TestClient> ConnectAsync(TestMeeting meeting) => TestClient.ConnectAsync(this, meeting);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _server.DisposeAsync();
        _ownFolder?.Dispose();
    }
}

/// <summary>The options of the public log that a test may want.</summary>
internal sealed record TestLog
{
    public int Port { get; init; }
    public string? Origin { get; init; }
    public string? Folder { get; init; }
    public string? Policy { get; init; }
    public string? WitnessLogs { get; init; }
    public LogSeams? Seams { get; init; }
}
