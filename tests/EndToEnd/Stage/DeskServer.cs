// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Vigil.Server;
using Vigil.Server.Serving;

namespace Vigil.EndToEnd.Stage;

/// <summary>The real server inside the test's process, with staff from its first entry on and a clock that can be put forward.</summary>
internal sealed class DeskServer : IAsyncDisposable
{
    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("vigil-desk-");
    private readonly JumpingTime time = new();
    private VigilServer server = null!;

    private DeskServer(int port)
    {
        Url = $"http://localhost:{port}";
        TestMember Member(string id, string roles, string jurisdictions, string line) => new(id, roles, jurisdictions, line) { RpId = "localhost", WebOrigin = Url };
        Staff = new[]
        {
            Member("ann", "operator", "DE DE", "ops"), Member("ben", "legal", "FR FR", "law"), Member("cho", "privacy", "KR KR", "law"),
            Member("dee", "trustee", "US US", "us"), Member("fay", "trustee", "DE DE", "out"), Member("hal", "privacy", "SE SE", "law"),
        }.ToDictionary(member => member.Id);
    }

    /// <summary>WebAuthn knows no IP addresses.</summary>
    public string Url { get; }

    public IReadOnlyDictionary<string, TestMember> Staff { get; }

    /// <summary>The least that any policy may have for ending a meeting. The browsers' clocks stay behind when the server's jumps so far, and admissions hold for no longer.</summary>
    public static TimeSpan Notice { get; } = TimeSpan.FromMinutes(10);

    private static void ShortNotice(JsonNode policy) => policy["actions"]!["meeting.end"]!["notice"] = (int)Notice.TotalSeconds;

    public static async Task<DeskServer> StartAsync()
    {
        // The founders sign for one address, so it has to be known before the server listens.
        var port = FreePort();
        var office = new DeskServer(port);
        var folder = Path.Combine(office.data.FullName, "data");
        await FoundedLog.BeginAsync(folder, [.. office.Staff.Values], TestJson.Standard(ShortNotice), office.time);
        var options = new ServeOptions { Host = "127.0.0.1", Port = port, Data = folder, Web = Checkout.WebClient, LogOrigin = TestSite.Origin };
        office.server = await VigilServer.StartAsync(options, new ServerParts { Time = office.time });
        return office;
    }

    public void Jump(TimeSpan time) => this.time.Jump(time);

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        data.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Runs as time does, from wherever it was put to. Timers wait in real time.</summary>
    private sealed class JumpingTime : TimeProvider
    {
        private long jumped;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Volatile.Read(ref jumped));

        public void Jump(TimeSpan time) => Interlocked.Add(ref jumped, time.Ticks);
    }
}
