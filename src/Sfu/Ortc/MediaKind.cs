// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Sfu.Ortc;

/// <summary>The two kinds of media, in ORTC's spelling.</summary>
public static class MediaKind
{
    public const string Audio = "audio";
    public const string Video = "video";
}
