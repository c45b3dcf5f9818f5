// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Orders.Proposals;

/// <summary>Who wants it. Governments and private parties stand in the register of requests, with their country.</summary>
public sealed record Requester(string Kind, string? Country = null, string? Request = null)
{
    public const string Government = "government";
    public const string Private = "private";
    public const string User = "user";
    public const string OwnInitiative = "operator";

    public bool IsRegistered => Kind is Government or Private;
}
