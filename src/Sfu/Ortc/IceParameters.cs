// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Sfu.Ortc;

/// <summary>The server's ICE credentials for one transport.</summary>
public sealed record IceParameters(string UsernameFragment, string Password, bool IceLite)
{
    // The password proves who may speak on the transport: it must not end in a log.
    public override string ToString() => nameof(IceParameters);
}

/// <summary>Where the server listens. <c>ip</c> and <c>address</c> are the same: client libraries read either.</summary>
public sealed record IceCandidate(
    string Foundation,
    uint Priority,
    string Ip,
    string Address,
    string Protocol,
    ushort Port,
    string Type,
    string? TcpType = null)
{
    public override string ToString() => nameof(IceCandidate);
}
