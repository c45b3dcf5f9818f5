// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Text;
using System.Text.Json;
using System.Text.Unicode;
using Vigil.Orders.Reasons;

namespace Vigil.Orders.Approvals;

/// <summary>The browser's part of an assertion, or of a new key (WebAuthn level 3, section 5.8.1).</summary>
public static class ClientData
{
    public const string Get = "webauthn.get", Create = "webauthn.create";

    private const int MaxBytes = 4096;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    /// <summary>Members that are not named here may be there: browsers add some on purpose, so that nobody compares whole texts.</summary>
    public static OrderReason Check(ReadOnlySpan<byte> clientData, ReadOnlySpan<byte> challenge, IReadOnlyList<string> origins, string type = Get)
    {
        ArgumentNullException.ThrowIfNull(origins);
        if (clientData.Length > MaxBytes || !Utf8.IsValid(clientData)) { return OrderReason.BadClientData; }
        JsonElement value;
        // Half a surrogate pair behind an escape is found only when names are compared.
        try { value = JsonElement.Parse(clientData, Strict); }
        catch (Exception e) when (e is JsonException or InvalidOperationException) { return OrderReason.BadClientData; }
        if (value.ValueKind != JsonValueKind.Object) { return OrderReason.BadClientData; }

        if (!Is(value, "type", type)) { return OrderReason.WrongType; }
        if (!Is(value, "challenge", Base64Url.EncodeToString(challenge))) { return OrderReason.WrongChallenge; }
        if (!origins.Any(origin => Is(value, "origin", origin))) { return OrderReason.WrongOrigin; }
        var isCross = value.TryGetProperty("crossOrigin", out var cross) && cross.ValueKind != JsonValueKind.False;
        return isCross || value.TryGetProperty("topOrigin", out _) ? OrderReason.CrossOrigin : OrderReason.None;
    }

    private static bool Is(JsonElement value, string name, string expected) =>
        value.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String && member.ValueEquals(expected);
}
