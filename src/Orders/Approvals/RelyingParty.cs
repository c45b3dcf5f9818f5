// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;

namespace Vigil.Orders.Approvals;

/// <summary>Where signatures are made: fixed by the genesis for ever.</summary>
public sealed class RelyingParty(string id, IReadOnlyList<string> origins)
{
    private readonly byte[] _hash = SHA256.HashData(Encoding.UTF8.GetBytes(id));

    public string Id => id;
    public IReadOnlyList<string> Origins => origins;
    internal ReadOnlySpan<byte> Hash => _hash;
}
