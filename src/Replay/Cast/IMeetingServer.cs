// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Replay.Cast;

/// <summary>A server that protocol-level participants connect to.</summary>
internal interface IMeetingServer
{
    public Uri Address { get; }

    /// <summary>Seconds since 1970 by the server's clock: admissions expire by it.</summary>
    public ulong Now { get; }
}
