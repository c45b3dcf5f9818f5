// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Vigil.Orders;
using Vigil.Replay.Cast;
using Vigil.Replay.Staff;
using Vigil.Server;
using Vigil.Server.Reports;
using Vigil.Server.Serving;
using Vigil.Server.Signalling.Media;
using Vigil.Server.Stamps;
using Vigil.Sfu;

namespace Vigil.Replay.Stage;

/// <summary>
/// The real server in this process, begun by a ceremony of eight people, on a folder of its own that goes with it. The insider has all of it: every
/// member's key, the database, the files, the printed lines, each forwarded packet; and a clock that can be put forward, because the rules count in hours and days.
/// </summary>
internal sealed class OwnHouse : House
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("vigil-replay-");
    private readonly JumpingTime time;
    private readonly int port;
    private readonly string web;
    private readonly IPacketTap? tap;
    private VigilServer? server;
    private readonly HostReports reports = new();
    private DeskClient? desk;

    private OwnHouse(HouseOptions options)
    {
        (port, web, tap, time) = (FreePort(), options.Web, options.Tap, new JumpingTime(-options.Ago));
        Url = $"http://localhost:{port}";
        Staff = (options.Staff ?? EightPeople()).Select(member => member.At("localhost", Url)).ToDictionary(member => member.Id);
    }

    public override string Url { get; }

    public override string LogOrigin => StagedSite.Origin;

    public override DateTimeOffset Clock => time.GetUtcNow();

    public override DeskClient Desk => desk ?? throw new InvalidOperationException("the server is stopped");

    public IReadOnlyDictionary<string, KeyedMember> Staff { get; }

    /// <summary>Everything that the server keeps: database, log, keys.</summary>
    public override string Data => Path.Combine(folder.FullName, "data");

    public OpenDatabase Database => new(Data);

    /// <summary>Every line that it printed, at the finest level.</summary>
    public PrintedLines Printed { get; } = new();

    /// <summary>For reading what came of it; the insider's own hands are the files and the desk.</summary>
    public VigilServer Server => server ?? throw new InvalidOperationException("the server is stopped");

    public OrderLog Orders => Server.Log.Staff.Orders;

    /// <summary>Residence, employer and what other citizenship there is; the operator sits in DE. <c>eve</c> is a citizen of CN.</summary>
    public static IReadOnlyList<KeyedMember> EightPeople() =>
    [
        new("ann", "operator", "DE DE", "ops"),
        new("ben", "legal", "FR FR", "law"),
        new("cho", "privacy", "KR KR", "law"),
        new("dee", "trustee", "US US", "us"),
        new("eve", "operator legal", "DE DE CN", "ops"),
        new("fay", "trustee", "DE DE", "out"),
        new("gus", "legal privacy", "HK DE", "ops"),
        new("hal", "privacy", "SE SE", "law"),
    ];

    public static async Task<OwnHouse> OpenAsync(HouseOptions options)
    {
        var house = new OwnHouse(options);
        await FoundedLog.BeginAsync(house.Data, [.. house.Staff.Values], StaffDocuments.Standard(options.Policy), house.time);
        await house.StartAsync();
        return house;
    }

    public override string EvidenceAgainst(string subject) => reports.Against(subject, Server.Part<ReportStore>(), Server.Part<StampSigner>());

    /// <summary>The report that came last, as evidence.</summary>
    public string NewestReport => $"E1:{Server.Part<ReportStore>().Newest(1)[0].Sha256}";

    public override async Task<StagedMeeting> CreateMeetingAsync(StagedMeeting? made = null) => reports.Know(await base.CreateMeetingAsync(made));

    /// <summary>Starts on what is in the folder now.</summary>
    /// <exception cref="StartException">it refuses to</exception>
    public async Task StartAsync()
    {
        var media = MediaPlane.Start(new SfuOptions { ListenAddress = IPAddress.Loopback, Tap = tap }, NullLoggerFactory.Instance, TimeProvider.System);
        var options = new ServeOptions { Host = "127.0.0.1", Port = port, Data = Data, Web = web, LogOrigin = LogOrigin, Origin = Url, LogLevel = LogLevel.Trace };
        // From here on the server owns the media plane and ends it.
        server = await VigilServer.StartAsync(options, new ServerParts { Time = time, Media = new SfuMediaPlane(media), LoggerProvider = Printed });
        desk = new DeskClient(Address, Url, Staff);
    }

    public async Task StopAsync()
    {
        desk?.Dispose();
        desk = null;
        if (server is { } running) { await running.DisposeAsync(); }
        server = null;
    }

    /// <summary>The clock goes on, and the server looks what is due.</summary>
    public async Task PassAsync(TimeSpan span)
    {
        Jump(span);
        await LookAsync();
    }

    /// <summary>The clock alone: also of a server that is stopped.</summary>
    public void Jump(TimeSpan span) => time.Jump(span);

    /// <summary>Does what is due about orders, now and not when the server's clock next looks.</summary>
    public async Task LookAsync()
    {
        await Server.Log.Publisher.WhenPublishedAsync(Server.Log.Signed.Head.Size);
        await Server.Orders.LookAsync();
        await Server.Log.Publisher.WhenPublishedAsync(Server.Log.Signed.Head.Size);
    }

    /// <summary>Proposed and approved by these, with nothing refused; the id of the order.</summary>
    public async Task<string> OrderAsync(Draft draft, params string[] approvers)
    {
        var reply = await draft.ProposeAsync();
        if (reply.Status != 201) { throw new InvalidOperationException($"a proposal that should stand was refused: {reply.Text}"); }
        foreach (var who in approvers)
        {
            reply = await Desk.ApproveAsync(draft, who);
            if (reply.Status != 200) { throw new InvalidOperationException($"an approval that should stand was refused: {reply.Text}"); }
        }
        await LookAsync();
        return reply.Body.GetProperty("order").GetString() ?? throw new InvalidOperationException($"no order yet: {reply.Body}");
    }

    public override async ValueTask DisposeAsync()
    {
        await StopAsync();
        await base.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private static int FreePort()
    {
        // The founders sign for one address, so it has to be known before the server listens.
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <param name="Web">folder of the built web client</param>
/// <param name="Policy">changes the policy of the founding</param>
/// <param name="Tap">sees each packet that is forwarded</param>
/// <param name="Ago">so long before today its clock begins: auditors refuse entries from the future</param>
/// <param name="Staff">its founders, instead of <see cref="OwnHouse.EightPeople"/></param>
internal sealed record HouseOptions(
    string Web, Action<JsonNode>? Policy = null, IPacketTap? Tap = null, TimeSpan Ago = default, IReadOnlyList<KeyedMember>? Staff = null);
