// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Server.Storage;

/// <summary>What opens a sealed request of the register.</summary>
internal sealed record SealedRequest(byte[] Details, byte[] Salt);

/// <summary>Requests that are sealed, until they are opened.</summary>
internal sealed class SealedRequestStore(Database database)
{
    public void Keep(string request, SealedRequest what) => database.Change(
        "INSERT INTO staff_sealed_request (request, details, salt) VALUES ($request, $details, $salt)",
        ("$request", request), ("$details", what.Details), ("$salt", what.Salt));

    public SealedRequest? Find(string request) => database.Select(
        "SELECT details, salt FROM staff_sealed_request WHERE request = $request",
        row => new SealedRequest(row.GetFieldValue<byte[]>(0), row.GetFieldValue<byte[]>(1)),
        ("$request", request)).FirstOrDefault();

    public IReadOnlyList<string> Requests() => database.Select("SELECT request FROM staff_sealed_request", row => row.GetString(0));

    public void Forget(string request) => database.Change("DELETE FROM staff_sealed_request WHERE request = $request", ("$request", request));
}
