// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Rtc.Rtp;

/// <summary>The ids that one side negotiated for the extensions we know; 0 means it has not got that one.</summary>
public readonly record struct HeaderExtensionIds(
    byte Mid = 0,
    byte Rid = 0,
    byte RepairedRid = 0,
    byte AbsSendTime = 0,
    byte TransportCc = 0,
    byte AudioLevel = 0,
    byte DependencyDescriptor = 0,
    byte VideoOrientation = 0)
{
    /// <summary>The same ids with one more; an unknown <paramref name="uri"/> changes nothing.</summary>
    public HeaderExtensionIds With(string uri, byte id) => uri switch
    {
        HeaderExtensionUris.Mid => this with { Mid = id },
        HeaderExtensionUris.Rid => this with { Rid = id },
        HeaderExtensionUris.RepairedRid => this with { RepairedRid = id },
        HeaderExtensionUris.AbsSendTime => this with { AbsSendTime = id },
        HeaderExtensionUris.TransportCc => this with { TransportCc = id },
        HeaderExtensionUris.AudioLevel => this with { AudioLevel = id },
        HeaderExtensionUris.DependencyDescriptor => this with { DependencyDescriptor = id },
        HeaderExtensionUris.VideoOrientation => this with { VideoOrientation = id },
        _ => this,
    };
}
