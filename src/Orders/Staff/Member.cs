// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Orders.Staff;

/// <summary>One member of staff, by a pseudonym.</summary>
public sealed record Member(
    string Id,
    IReadOnlySet<string> Roles,
    IReadOnlySet<string> Jurisdictions,
    string Line,
    DateTimeOffset Since,
    IReadOnlyList<Credential> Credentials)
{
    public const string Trustee = "trustee";

    public static IReadOnlyList<string> KnownRoles { get; } = ["operator", "legal", "privacy", "trust", Trustee];

    /// <summary>Before this, the member counts for nothing: new people and new keys do not decide at once.</summary>
    public DateTimeOffset CountsFrom { get; init; }

    /// <summary>Whether the two records say the same of a person; what differs starts the cool-down anew.</summary>
    public bool IsSameAs(Member other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Id == other.Id && Line == other.Line
            && Roles.SetEquals(other.Roles) && Jurisdictions.SetEquals(other.Jurisdictions)
            && Credentials.Count == other.Credentials.Count && Credentials.All(c => other.Credentials.Any(c.IsSameAs));
    }
}
