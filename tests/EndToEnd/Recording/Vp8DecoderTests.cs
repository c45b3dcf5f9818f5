// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using Vigil.EndToEnd.Stage;
using Vigil.Replay.Recording;

namespace Vigil.EndToEnd.Recording;

/// <summary>Shows that the measure of act 3 of the replay can tell a picture from noise.</summary>
public sealed class Vp8DecoderTests
{
    private const int ClearBytesOfKeyFrame = 10;

    [Fact]
    public async Task Noise_behind_the_clear_bytes_decodes_now_and_then_but_resembles_nothing()
    {
        var key = await EncodeKeyFrameAsync();
        var picture = Assert.Single(await Vp8Decoder.DecodeAsync([key]));
        Assert.Equal(1, picture.LikenessTo(picture), 6);

        var random = new Random(7741);
        var garbage = Enumerable.Range(0, 200).Select(_ =>
        {
            var frame = (byte[])key.Clone();
            random.NextBytes(frame.AsSpan(ClearBytesOfKeyFrame));
            return frame;
        }).ToList();
        var noise = await Vp8Decoder.DecodeAsync(garbage);
        Assert.InRange(noise.Count, 1, 120);
        Assert.All(noise, frame => Assert.True(frame.LikenessTo(picture) < 0.5));
    }

    private static async Task<byte[]> EncodeKeyFrameAsync()
    {
        var path = Path.Combine(Path.GetTempPath(), $"vigil-{Convert.ToHexString(RandomNumberGenerator.GetBytes(8))}.ivf");
        try
        {
            var (exitCode, output) = await TestMedia.RunAsync("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=640x360:rate=1", "-frames:v", "1", "-c:v", "libvpx", "-f", "ivf", path);
            Assert.True(exitCode == 0, output);
            return (await File.ReadAllBytesAsync(path))[(32 + 12)..];
        }
        finally { File.Delete(path); }
    }
}
