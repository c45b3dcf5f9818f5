// SPDX-License-Identifier: Apache-2.0
using Microsoft.Playwright;

namespace Vigil.EndToEnd.Stage;

/// <summary>The system's Chromium, by its devices. Started once for all tests; each person has a context of their own.</summary>
public sealed class Browsers : IAsyncLifetime
{
    /// <summary>Presses "Allow" in the browser's own dialog.</summary>
    private const string AllowDevices = "--use-fake-ui-for-media-stream";

    private IPlaywright? playwright;

    /// <summary>Fake devices at 10 pictures a second: who only needs to be seen leaves the cores to the others.</summary>
    internal IBrowser Plain { get; private set; } = null!;

    /// <summary>The same at 30, where pictures a second are what is looked at.</summary>
    internal IBrowser Smooth { get; private set; } = null!;

    /// <summary>Camera: a test picture that moves. Microphone: 440 Hz.</summary>
    internal IBrowser WithFiles { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        Person.Screenshots = Checkout.Screenshots;
        // A condition that holds costs no more for it; one that does not must not be called so because the machine is busy.
        Assertions.SetDefaultExpectTimeout(15_000);
        Plain = await LaunchAsync(AllowDevices, "--use-fake-device-for-media-stream=fps=10");
        Smooth = await LaunchAsync(AllowDevices, "--use-fake-device-for-media-stream=fps=30");
        WithFiles = await LaunchAsync(AllowDevices, "--use-fake-device-for-media-stream",
            $"--use-file-for-fake-video-capture={await TestMedia.Camera.Value}", $"--use-file-for-fake-audio-capture={await TestMedia.Microphone.Value}");
    }

    /// <summary>One more browser, with the given devices only; the caller closes it.</summary>
    internal Task<IBrowser> LaunchAsync(params string[] devices) => Chromium.LaunchAsync(playwright!, Chromium.UsualPath, devices);

    public async ValueTask DisposeAsync()
    {
        await Plain.CloseAsync();
        await Smooth.CloseAsync();
        await WithFiles.CloseAsync();
        playwright?.Dispose();
    }
}
