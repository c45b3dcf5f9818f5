// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Vigil.Server.Serving;

namespace Vigil.Server.Accounts;

/// <summary>How much one address may do: begin ceremonies, make accounts, and try recovery codes, each of which costs a slow hash.</summary>
internal sealed class AccountLimits(TimeProvider time)
{
    private readonly AddressLimit _ceremonies = new(perSecond: 0.5, burst: 30, time);
    private readonly AddressLimit _accounts = new(perSecond: 1.0 / 60, burst: 10, time);
    private readonly AddressLimit _codes = new(perSecond: 1.0 / 60, burst: 5, time);

    public bool TryBegin(IPAddress? address) => _ceremonies.TryTake(address);

    public bool TryCreate(IPAddress? address) => _accounts.TryTake(address);

    public bool TryHash(IPAddress? address) => _codes.TryTake(address);
}
