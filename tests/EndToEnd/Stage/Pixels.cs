// SPDX-License-Identifier: Apache-2.0
using Microsoft.Playwright;

namespace Vigil.EndToEnd.Stage;

/// <summary>Looks at what a video element really shows.</summary>
internal static class Pixels
{
    /// <summary>A function of a video element that gives both shares.</summary>
    public const string Sample = """
        async (video) => {
          const canvas = document.createElement('canvas')
          canvas.width = 64; canvas.height = 36
          const context = canvas.getContext('2d', { willReadFrequently: true })
          const take = () => { context.drawImage(video, 0, 0, 64, 36); return context.getImageData(0, 0, 64, 36).data }
          const nextFrame = () => new Promise((resolve) => video.requestVideoFrameCallback(resolve))
          await nextFrame()
          const first = take()
          let most = 0, lit = 0
          for (let frame = 0; frame < 12; frame++) {
            await nextFrame()
            const now = take()
            let changed = 0
            lit = 0
            for (let i = 0; i < first.length; i += 4) {
              if (Math.abs(first[i] - now[i]) + Math.abs(first[i + 1] - now[i + 1]) + Math.abs(first[i + 2] - now[i + 2]) > 24) changed++
              if (now[i] + now[i + 1] + now[i + 2] > 60) lit++
            }
            most = Math.max(most, changed)
          }
          return [most / (64 * 36), lit / (64 * 36)]
        }
        """;

    /// <summary>Share of the picture that changed at most within a dozen frames, and share that is not black; both 0 to 1.</summary>
    public static async Task<(double Changed, double Lit)> SampleAsync(ILocator video)
    {
        var shares = await video.EvaluateAsync<double[]>(Sample);
        return (shares[0], shares[1]);
    }
}
