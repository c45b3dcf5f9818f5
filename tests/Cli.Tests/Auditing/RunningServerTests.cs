// SPDX-License-Identifier: Apache-2.0
using Vigil.Cli.Tests.Support;

namespace Vigil.Cli.Tests.Auditing;

/// <summary>The whole way: the built server writes and serves its log, the built auditor reads it over HTTP.</summary>
public sealed class RunningServerTests : IDisposable
{
    private static readonly HttpClient Http = new();

    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task A_running_servers_log_is_audited_fresh_and_again_and_refused_when_a_byte_is_another()
    {
        int port;
        await using (var server = await ServeProcess.StartAsync(_temp["data"]))
        {
            port = server.Address.Port;
            var fresh = await AuditAsync(server, "state");
            Assert.True(fresh.ExitCode == ExitCode.Good, fresh.Text);
            // Genesis, the keys of log and witness, the key of stamps.
            Assert.Equal(4, fresh.Json.GetProperty("size").GetInt32());
            Assert.Equal(3, fresh.Json.GetProperty("types").GetProperty("server.key").GetInt32());
        }

        // The server comes back with another policy, which is an entry; the auditor goes on from what it has.
        File.WriteAllText(_temp["policy"], "# nobody is asked yet\nquorum none\n");
        await using (var server = await ServeProcess.StartAsync(_temp["data"], port, "--log-policy", _temp["policy"]))
        {
            var again = await AuditAsync(server, "state");
            Assert.True(again.ExitCode == ExitCode.Good, again.Text);
            Assert.Equal(5, again.Json.GetProperty("size").GetInt32());
            Assert.Equal(1, again.Json.GetProperty("types").GetProperty("witness.change").GetInt32());
            // As the second auditor finds it, who believes what a server says beside its log on the first use.
            File.WriteAllText(_temp["told"], await Http.GetStringAsync(new Uri(server.Log + "/policy")));
            Assert.Empty(await SecondAuditor.AuditAsync(server.Log, _temp["told"]));
            Assert.True(again.Json.GetProperty("consistent_with").GetInt32() >= 1, again.Text);

            ChangeOneByte(_temp["data", "log", "tile", "entries", "000.p", "5"]);
            foreach (var (state, more) in new[] { ("new-state", Array.Empty<string>()), ("state", ["--refetch"]) })
            {
                var damaged = await AuditAsync(server, state, more);
                Assert.True(damaged.ExitCode == ExitCode.Refused, damaged.Text);
                Assert.Equal("refused", damaged.Json.GetProperty("verdict").GetString());
            }
            Assert.NotEmpty(await SecondAuditor.AuditAsync(server.Log, _temp["told"]));
        }
    }

    private Task<VigilRun> AuditAsync(ServeProcess server, string state, params string[] more) => VigilProgram.RunAsync(
        ["audit", server.Log, "--state", _temp[state], "--vkey", File.ReadAllText(_temp["data", "log-state", "log.vkey"]).Trim(), "--json", .. more]);

    private static void ChangeOneByte(string path)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);
    }
}
