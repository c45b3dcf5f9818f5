// SPDX-License-Identifier: Apache-2.0
using Microsoft.Playwright;

namespace Vigil.EndToEnd.Stage;

/// <summary>The system's Chromium: one with its built-in fake devices, one whose camera and microphone are files.</summary>
public sealed class Browsers : IAsyncLifetime
{
    /// <summary>Presses "Allow" in the browser's own dialog.</summary>
    private const string AllowDevices = "--use-fake-ui-for-media-stream";

    private IPlaywright? playwright;

    internal IBrowser Plain { get; private set; } = null!;

    /// <summary>Camera: a test picture that moves. Microphone: 440 Hz.</summary>
    internal IBrowser WithFiles { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        // A condition that holds costs no more for it; one that does not must not be called so because the machine is busy.
        Assertions.SetDefaultExpectTimeout(15_000);
        Plain = await LaunchAsync(AllowDevices, "--use-fake-device-for-media-stream=fps=30");
        WithFiles = await LaunchAsync(AllowDevices, "--use-fake-device-for-media-stream",
            $"--use-file-for-fake-video-capture={await TestMedia.Camera.Value}", $"--use-file-for-fake-audio-capture={await TestMedia.Microphone.Value}");
    }

    /// <summary>One more browser, with the given devices only; the caller closes it.</summary>
    internal Task<IBrowser> LaunchAsync(params string[] devices) => playwright!.Chromium.LaunchAsync(new()
    {
        ExecutablePath = "/usr/bin/chromium",
        Headless = true,
        Args =
        [
            "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
            "--autoplay-policy=no-user-gesture-required", .. devices,
        ],
    });

    public async ValueTask DisposeAsync()
    {
        await Plain.CloseAsync();
        await WithFiles.CloseAsync();
        playwright?.Dispose();
    }
}
