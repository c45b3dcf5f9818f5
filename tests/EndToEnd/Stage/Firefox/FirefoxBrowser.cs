// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Vigil.EndToEnd.Stage.Firefox;

/// <summary>The system's Firefox with its built-in fake camera and microphone, in a profile of its own that goes with it.</summary>
public sealed partial class FirefoxBrowser : IAsyncLifetime
{
    private const string Preferences = """
        user_pref("media.navigator.streams.fake", true);
        user_pref("media.navigator.permission.disabled", true);
        user_pref("media.autoplay.default", 0);
        user_pref("media.autoplay.blocking_policy", 0);
        user_pref("media.peerconnection.ice.loopback", true);
        user_pref("media.peerconnection.ice.obfuscate_host_addresses", false);
        user_pref("permissions.default.camera", 1);
        user_pref("permissions.default.microphone", 1);
        user_pref("remote.active-protocols", 1);
        user_pref("intl.accept_languages", "en");
        user_pref("app.update.enabled", false);
        user_pref("datareporting.policy.dataSubmissionEnabled", false);
        user_pref("toolkit.telemetry.enabled", false);
        user_pref("network.captive-portal-service.enabled", false);
        user_pref("network.connectivity-service.enabled", false);
        user_pref("services.settings.server", "data:,#remote-settings-dummy/v1");
        user_pref("media.gmp-manager.updateEnabled", false);
        user_pref("browser.safebrowsing.update.enabled", false);
        """;

    private readonly DirectoryInfo profile = Directory.CreateTempSubdirectory("vigil-firefox-");
    private Process? process;

    internal BidiClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(profile.FullName, "user.js"), Preferences);
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        process = Process.Start(new ProcessStartInfo("/usr/bin/firefox-esr")
        {
            ArgumentList = { "--headless", "--no-remote", "--profile", profile.FullName, "--remote-debugging-port", "0" },
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            // The profile folder is the home, too: what is not in it must not decide what a test sees.
            Environment = { ["HOME"] = profile.FullName },
        })!;
        process.ErrorDataReceived += (_, line) => { if (ListeningLine().Match(line.Data ?? "") is { Success: true } match) { listening.TrySetResult(new(match.Groups[1].Value + "/session")); } };
        process.BeginErrorReadLine();
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        Client = await BidiClient.ConnectAsync(await listening.Task.WaitAsync(TimeSpan.FromSeconds(30)));
        await Client.SendAsync("session.new", new { capabilities = new { } });
        await Client.SendAsync("session.subscribe", new { events = new[] { "log.entryAdded" } });
    }

    public async ValueTask DisposeAsync()
    {
        if (Client is not null) { await Client.DisposeAsync(); }
        if (process is not null)
        {
            if (!process.HasExited) { process.Kill(entireProcessTree: true); }
            await process.WaitForExitAsync();
            process.Dispose();
        }
        profile.Delete(recursive: true);
    }

    [GeneratedRegex(@"WebDriver BiDi listening on (ws://\S+)")]
    private static partial Regex ListeningLine();
}
