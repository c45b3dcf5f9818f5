// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Diagnostics;

namespace Vigil.Replay.Recording;

/// <summary>What ffmpeg makes of VP8 frames: each picture that it decodes without an error, small and grey.</summary>
internal static class Vp8Decoder
{
    private const string Program = "ffmpeg";

    public static bool IsThere { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, Program)));

    public static async Task<IReadOnlyList<GreyPicture>> DecodeAsync(IReadOnlyList<byte[]> frames)
    {
        var path = Path.Combine(Path.GetTempPath(), $"vigil-{Guid.NewGuid():N}.ivf");
        try
        {
            await File.WriteAllBytesAsync(path, ToIvf(frames));
            // Passthrough: no picture is shown twice to fill a gap.
            using var ffmpeg = Process.Start(new ProcessStartInfo(Program,
            [
                "-v", "quiet", "-err_detect", "explode", "-f", "ivf", "-i", path, "-fps_mode", "passthrough",
                "-vf", $"scale={GreyPicture.Width}:{GreyPicture.Height}", "-f", "rawvideo", "-pix_fmt", "gray", "-",
            ])
            { RedirectStandardOutput = true })!;
            using var output = new MemoryStream();
            await ffmpeg.StandardOutput.BaseStream.CopyToAsync(output);
            await ffmpeg.WaitForExitAsync();
            return [.. output.ToArray().Chunk(GreyPicture.Width * GreyPicture.Height).Select(pixels => new GreyPicture(pixels))];
        }
        finally { File.Delete(path); }
    }

    /// <summary>The simplest container for VP8 frames.</summary>
    private static byte[] ToIvf(IReadOnlyList<byte[]> frames)
    {
        using var file = new MemoryStream();
        Span<byte> header = stackalloc byte[32];
        header.Clear();
        "DKIF"u8.CopyTo(header);
        header[6] = 32;
        "VP80"u8.CopyTo(header[8..]);
        BinaryPrimitives.WriteUInt16LittleEndian(header[12..], 640);
        BinaryPrimitives.WriteUInt16LittleEndian(header[14..], 360);
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], 30);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], 1);
        BinaryPrimitives.WriteUInt32LittleEndian(header[24..], (uint)frames.Count);
        file.Write(header);
        Span<byte> frameHeader = stackalloc byte[12];
        for (var i = 0; i < frames.Count; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(frameHeader, frames[i].Length);
            BinaryPrimitives.WriteInt64LittleEndian(frameHeader[4..], i);
            file.Write(frameHeader);
            file.Write(frames[i]);
        }
        return file.ToArray();
    }
}
