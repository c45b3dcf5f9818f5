// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Sfu;

/// <summary>Sees each packet as it is forwarded, before SRTP. Its payload is still end-to-end encrypted. Called on the packet thread.</summary>
internal interface IPacketTap
{
    public void OnForwarded(ReadOnlySpan<byte> rtp);
}
