// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Text.RegularExpressions;
using Vigil.EndToEnd.Stage;

namespace Vigil.EndToEnd.Recording;

/// <summary>The simplest container for VP8 frames, and what ffmpeg makes of it.</summary>
internal static partial class IvfFile
{
    public static void Write(string path, IReadOnlyList<byte[]> frames)
    {
        using var file = File.Create(path);
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
    }

    /// <summary>How many pictures ffmpeg decodes without an error; corrupt ones do not count.</summary>
    public static async Task<int> CountDecodableFramesAsync(string path)
    {
        var (_, output) = await TestMedia.RunAsync("ffmpeg", "-v", "info", "-err_detect", "explode", "-f", "ivf", "-i", path, "-f", "null", "-");
        return FrameCount().Matches(output) is { Count: > 0 } matches ? int.Parse(matches[^1].Groups[1].Value) : 0;
    }

    [GeneratedRegex(@"frame=\s*(\d+)")]
    private static partial Regex FrameCount();
}
