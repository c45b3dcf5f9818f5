// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;

namespace Vigil.EndToEnd.Stage;

/// <summary>A moving picture and a tone, made once with ffmpeg, for one participant's camera and microphone.</summary>
internal static class TestMedia
{
    private static readonly Lazy<string> Folder = new(() => Directory.CreateTempSubdirectory("vigil-media-").FullName);

    public static Lazy<Task<string>> Camera { get; } = new(() =>
        FfmpegAsync("camera.mjpeg", "-f", "lavfi", "-i", "testsrc2=size=640x360:rate=30", "-t", "10", "-q:v", "5"));

    public static Lazy<Task<string>> Microphone { get; } = new(() =>
        FfmpegAsync("tone.wav", "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000", "-t", "10"));

    public static async Task<(int ExitCode, string Output)> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var standard = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await standard + await error);
    }

    private static async Task<string> FfmpegAsync(string name, params string[] arguments)
    {
        var path = Path.Combine(Folder.Value, name);
        var (exitCode, output) = await RunAsync("ffmpeg", ["-v", "error", "-y", .. arguments, path]);
        return exitCode == 0 ? path : throw new InvalidOperationException(output);
    }
}
