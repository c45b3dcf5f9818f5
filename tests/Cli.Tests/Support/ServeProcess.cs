// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Vigil.Cli.Tests.Support;

/// <summary><c>vigil serve</c> as a process of its own, with a data folder that outlives a restart.</summary>
internal sealed partial class ServeProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;

    private ServeProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public string Log => new Uri(Address, "/log").ToString();

    /// <summary>Completes when it says that it is ready.</summary>
    public static async Task<ServeProcess> StartAsync(string data, int port = 0, params string[] options)
    {
        var process = VigilProgram.Start(["serve", "--host", "127.0.0.1", "--port", $"{port}", "--data", data, "--web", data, .. options]);
        // Read away, or a full pipe would stop it.
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                if (ReadyLine().Match(line) is { Success: true } ready) { return new ServeProcess(process, new Uri(ready.Groups[1].Value)); }
            }
        }
        catch (OperationCanceledException) { /* Reported below. */ }
        process.Kill(entireProcessTree: true);
        throw new InvalidOperationException($"vigil serve was not ready: {await errors}");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    [GeneratedRegex(@"open (https?://\S+)")]
    private static partial Regex ReadyLine();
}
