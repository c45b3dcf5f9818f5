// SPDX-License-Identifier: Apache-2.0
using Vigil.Server;
using Vigil.Server.Serving;
using Vigil.Tlog.Notes;
using Vigil.Tlog.Witnessing;

namespace Vigil.Replay.Stage;

/// <summary>Somebody else's server that witnesses the log of a house: it signs what grows out of what it signed, and nothing else.</summary>
internal sealed class WitnessHouse : IAsyncDisposable
{
    private readonly DirectoryInfo folder;
    private readonly VigilServer server;
    private readonly HttpClient http;
    private ulong signed;

    private WitnessHouse(DirectoryInfo folder, VigilServer server) => (this.folder, this.server, http) = (folder, server, new HttpClient { BaseAddress = server.Address });

    public static async Task<WitnessHouse> OpenAsync(OwnHouse watched)
    {
        var folder = Directory.CreateTempSubdirectory("vigil-witness-");
        var known = Path.Combine(folder.FullName, "known-logs");
        File.Copy(Path.Combine(watched.Data, "log-state", "log.vkey"), known);
        var options = new ServeOptions { Host = "127.0.0.1", Port = 0, Data = Path.Combine(folder.FullName, "data"), Web = "none", LogOrigin = "witness.example/log", WitnessLogs = known };
        return new(folder, await VigilServer.StartAsync(options, new ServerParts { LoggerProvider = new PrintedLines() }));
    }

    /// <summary>Asks for a cosignature as logs do. No proof fits a tree that does not grow out of what was signed, so none is sent.</summary>
    public async Task<(bool Took, string Said)> AddAsync(SignedNote checkpoint)
    {
        using var body = new ByteArrayContent(new WitnessRequest(signed, [], checkpoint).ToBytes());
        using var answer = await http.PostAsync(new Uri("/witness/add-checkpoint", UriKind.Relative), body);
        if (!answer.IsSuccessStatusCode) { return (false, $"the witness refuses: {(int)answer.StatusCode} {(await answer.Content.ReadAsStringAsync()).Trim()}"); }
        signed = OpenLog.SizeOf(checkpoint.ToBytes());
        return (true, "the witness signs it");
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await server.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
