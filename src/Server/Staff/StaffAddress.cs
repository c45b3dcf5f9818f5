// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Log;
using Vigil.Server.Serving;

namespace Vigil.Server.Staff;

/// <summary>A server with staff is known by the addresses that they signed for: under another one none of their keys works.</summary>
internal static class StaffAddress
{
    /// <exception cref="StartException">if it was told another address</exception>
    public static void Require(ServeOptions options, PublicLog log)
    {
        if (options.Origin is { } origin && log.Staff.Orders.Site is { } site && !site.Origins.Contains(origin))
        {
            throw new StartException([new OptionProblem("origin", $"the staff of this server signed for {string.Join(" and ", site.Origins)}; under '{origin}' none of their keys would work")]);
        }
    }
}
