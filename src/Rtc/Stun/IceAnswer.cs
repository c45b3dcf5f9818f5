// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Rtc.Stun;

/// <summary>What one STUN datagram led to.</summary>
public enum IceAnswer
{
    /// <summary>Nothing to send.</summary>
    Ignored,

    /// <summary>A response was written: a success, or an error if there is a drop reason.</summary>
    Responded,

    /// <summary>A success was written, and the peer has chosen another address than before: send there from now on.</summary>
    Nominated,
}
