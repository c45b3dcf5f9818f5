// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Replay.Recording;

/// <summary>A decoded picture, small and without colour: enough to tell whether two show the same.</summary>
internal sealed class GreyPicture(byte[] pixels)
{
    public const int Width = 160;
    public const int Height = 90;

    private readonly double[] centred = Centre(pixels);

    /// <summary>Correlation of brightness, 0 (nothing in common) to 1 (the same, also if lighter, darker or negative).</summary>
    public double LikenessTo(GreyPicture other)
    {
        var (product, own, others) = (0.0, 0.0, 0.0);
        for (var i = 0; i < centred.Length; i++)
        {
            product += centred[i] * other.centred[i];
            own += centred[i] * centred[i];
            others += other.centred[i] * other.centred[i];
        }
        return own == 0 || others == 0 ? 0 : Math.Abs(product) / Math.Sqrt(own * others);
    }

    private static double[] Centre(byte[] pixels)
    {
        var mean = pixels.Average(pixel => (double)pixel);
        return [.. pixels.Select(pixel => pixel - mean)];
    }
}
