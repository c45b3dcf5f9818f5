// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Staff;

namespace Vigil.Server.Storage;

/// <summary>What a proposal is about beyond what is public: whom, why, and the value of a change. Nothing here is believed: see <see cref="Matters"/>.</summary>
internal sealed class MatterStore(Database database)
{
    public SubjectBody? FindSubject(string proposal) => database.Select(
        "SELECT kind, id, salt FROM staff_subject WHERE proposal = $proposal",
        row => new SubjectBody(row.GetString(0), row.GetString(1), row.GetFieldValue<byte[]>(2)),
        ("$proposal", proposal)).FirstOrDefault();

    public string? FindCase(string proposal) =>
        database.Select("SELECT facts FROM staff_case WHERE proposal = $proposal", row => row.GetString(0), ("$proposal", proposal)).FirstOrDefault();

    public string? FindPayload(string proposal) =>
        database.Select("SELECT payload FROM staff_payload WHERE proposal = $proposal", row => row.GetString(0), ("$proposal", proposal)).FirstOrDefault();

    /// <summary>Proposals that say they are about an account; whether they are, their commitments say.</summary>
    public IReadOnlySet<string> ProposalsAbout(string kind, string id) =>
        database.Select("SELECT proposal FROM staff_subject WHERE kind = $kind AND id = $id", row => row.GetString(0), ("$kind", kind), ("$id", id)).ToHashSet(StringComparer.Ordinal);

    /// <summary>Before the proposal goes into the log. What a crash left of one that did not come so far is written over.</summary>
    public void Keep(string proposal, SubjectBody? subject, string? facts, string? payload)
    {
        if (subject is not null)
        {
            database.Change(
                "INSERT OR REPLACE INTO staff_subject (proposal, kind, id, salt) VALUES ($proposal, $kind, $id, $salt)",
                ("$proposal", proposal), ("$kind", subject.Kind), ("$id", subject.Id), ("$salt", subject.Salt));
        }
        if (facts is not null) { database.Change("INSERT OR REPLACE INTO staff_case (proposal, facts) VALUES ($proposal, $facts)", ("$proposal", proposal), ("$facts", facts)); }
        if (payload is not null) { database.Change("INSERT OR REPLACE INTO staff_payload (proposal, payload) VALUES ($proposal, $payload)", ("$proposal", proposal), ("$payload", payload)); }
    }

    public IReadOnlyList<string> Proposals() => database.Select(
        "SELECT proposal FROM staff_subject UNION SELECT proposal FROM staff_case UNION SELECT proposal FROM staff_payload UNION SELECT proposal FROM staff_approval", row => row.GetString(0));

    public void Forget(string proposal)
    {
        foreach (var table in new[] { "staff_subject", "staff_case", "staff_payload", "staff_approval" })
        {
            database.Change($"DELETE FROM {table} WHERE proposal = $proposal", ("$proposal", proposal));
        }
    }
}
