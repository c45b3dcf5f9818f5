// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Vigil.Orders.Approvals;
using Vigil.Server.Staff;

namespace Vigil.Server.Storage;

/// <summary>Approvals that are not enough yet.</summary>
internal sealed class ApprovalStore(Database database)
{
    public void Keep(string proposal, Assertion approval) => database.Change(
        "INSERT OR REPLACE INTO staff_approval (proposal, credential, assertion) VALUES ($proposal, $credential, $assertion)",
        ("$proposal", proposal), ("$credential", approval.CredentialId), ("$assertion", JsonSerializer.Serialize(AssertionBody.Of(approval), StaffJson.Default.AssertionBody)));

    public IReadOnlyList<Assertion> Of(string proposal) =>
    [
        .. database.Select("SELECT assertion FROM staff_approval WHERE proposal = $proposal ORDER BY credential", row => row.GetString(0), ("$proposal", proposal))
            .Select(Read).OfType<Assertion>(),
    ];

    public IReadOnlyList<string> Proposals() => database.Select("SELECT DISTINCT proposal FROM staff_approval", row => row.GetString(0));

    public void Forget(string proposal) => database.Change("DELETE FROM staff_approval WHERE proposal = $proposal", ("$proposal", proposal));

    /// <summary>Null for what somebody else than we wrote.</summary>
    private static Assertion? Read(string text)
    {
        try { return JsonSerializer.Deserialize(text, StaffJson.Default.AssertionBody)?.ToAssertion(); }
        catch (JsonException) { return null; }
    }
}
