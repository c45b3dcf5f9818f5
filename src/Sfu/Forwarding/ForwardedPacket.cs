// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Sfu.Forwarding;

/// <summary>What every consumer of one packet needs to know beside the packet, found out once.</summary>
/// <param name="Number">Its place among the packets worth forwarding.</param>
/// <param name="Slot">Where it is cached.</param>
/// <param name="Generation">Of that slot; 0 if it is not cached.</param>
/// <param name="IsNewest">No later packet came before it.</param>
/// <param name="StartsFrame">Its payload starts with a frame's header (video).</param>
/// <param name="StartsKeyFrame">That frame can be decoded without others.</param>
internal readonly record struct ForwardedPacket(
    long Number, int Slot, uint Generation, bool IsNewest, bool StartsFrame, bool StartsKeyFrame);
