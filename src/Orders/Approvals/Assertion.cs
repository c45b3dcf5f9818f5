// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace Vigil.Orders.Approvals;

/// <summary>One WebAuthn assertion as it stands in the log: nothing is taken from it before it is verified. The credential id is base64, as in the roster.</summary>
public sealed record Assertion(
    string CredentialId, ReadOnlyMemory<byte> ClientData, ReadOnlyMemory<byte> AuthenticatorData, ReadOnlyMemory<byte> Signature)
{
    /// <summary>Reads what the entry's schema has let through.</summary>
    internal static Assertion Read(JsonElement value) =>
        new(value.GetProperty("cred").GetString()!, Bytes(value, "cd"), Bytes(value, "ad"), Bytes(value, "sig"));

    internal static IReadOnlyList<Assertion> ReadAll(JsonElement list) => [.. list.EnumerateArray().Select(Read)];

    public void Write(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteString("cred", CredentialId);
        json.WriteBase64String("cd", ClientData.Span);
        json.WriteBase64String("ad", AuthenticatorData.Span);
        json.WriteBase64String("sig", Signature.Span);
        json.WriteEndObject();
    }

    private static byte[] Bytes(JsonElement value, string name) => value.GetProperty(name).GetBytesFromBase64();
}
