// SPDX-License-Identifier: Apache-2.0
using System.Runtime.Versioning;
using Vigil.Cli.Tests.Support;
using Vigil.Tests;

namespace Vigil.Cli.Tests.Disclosing;

/// <summary>Whoever is given data by an order makes a key before, and opens the file after.</summary>
public sealed class DisclosureTests : IDisposable
{
    private const string Order = "01K5NB2QZ80000000000000000";
    private const string Pem = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VuBCIEIAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g\n-----END PRIVATE KEY-----\n";

    /// <summary>Sealed by another implementation of RFC 9180 (@hpke/core, which the web client's MLS uses).</summary>
    private const string Sealed = "5bAOlwoVIKMsD7hh/jY62Zp+5fA42xM5KrcSjgfW7Q9tAGHK+Ot+4Bh7x0j5LYc3Se3IcGBGPV1y5d4HTzbKlolw+ODs8n8MlUcde+GBX/8NaX8KEO8TXNooiWk/nYpc";

    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task A_file_that_somebody_else_sealed_opens_by_its_name_or_by_the_order()
    {
        var (key, file) = (Write("key.pem", Pem), Write($"{Order}.sealed", Convert.FromBase64String(Sealed)));
        var run = await VigilProgram.RunAsync("disclosure", "open", "--key", key, file);
        Assert.Equal((ExitCode.Good, "{\"account\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"tables\":{}}\n"), (run.ExitCode, run.Output));
        var renamed = Write("data", Convert.FromBase64String(Sealed));
        Assert.Equal(ExitCode.Good, (await VigilProgram.RunAsync("disclosure", "open", "--key", key, "--order", Order, renamed)).ExitCode);
        Assert.Equal(ExitCode.Refused, (await VigilProgram.RunAsync("disclosure", "open", "--key", key, renamed)).ExitCode);
    }

    [Fact]
    public async Task Another_key_and_a_changed_file_open_nothing()
    {
        var (key, other, file) = (Write("key.pem", Pem), Path.Combine(_temp.Path, "other.pem"), Write($"{Order}.sealed", Convert.FromBase64String(Sealed)));
        Assert.Equal(ExitCode.Good, (await VigilProgram.RunAsync("disclosure", "key", other)).ExitCode);
        Assert.Equal(ExitCode.Refused, (await VigilProgram.RunAsync("disclosure", "open", "--key", other, file)).ExitCode);
        var bytes = Convert.FromBase64String(Sealed);
        bytes[^1] ^= 1;
        Assert.Equal(ExitCode.Refused, (await VigilProgram.RunAsync("disclosure", "open", "--key", key, "--order", Order, Write("changed", bytes))).ExitCode);
        Assert.Equal(ExitCode.Failed, (await VigilProgram.RunAsync("disclosure", "open", "--key", file, file)).ExitCode);
        Assert.Equal(ExitCode.Failed, (await VigilProgram.RunAsync("disclosure", "open", "--key", key, Path.Combine(_temp.Path, "nothing"))).ExitCode);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_key_is_its_owners_alone_and_never_written_over()
    {
        var path = Path.Combine(_temp.Path, "key.pem");
        var made = await VigilProgram.RunAsync("disclosure", "key", path);
        Assert.Equal(32, Convert.FromBase64String(made.Output.Trim()).Length);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        var before = File.ReadAllText(path);
        Assert.Equal(ExitCode.Failed, (await VigilProgram.RunAsync("disclosure", "key", path)).ExitCode);
        Assert.Equal(before, File.ReadAllText(path));
    }

    /// <summary>The program has no power of its own: only the server's gate has.</summary>
    [Fact]
    public void Nothing_in_the_program_names_a_power() =>
        Assert.DoesNotContain(CallGraph.Of(typeof(VigilCommand).Assembly.Location), call => call.Type is "Vigil.Server.Staff.Powers" or "Vigil.Server.Staff.Sanctions" or "Vigil.Server.Staff.OrderGate");

    private string Write(string name, string text) => Write(name, System.Text.Encoding.ASCII.GetBytes(text));

    private string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(_temp.Path, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
