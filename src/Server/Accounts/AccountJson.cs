// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Vigil.Server.Crypto;

namespace Vigil.Server.Accounts;

/// <summary>Strict, as all JSON that is read here. Only a passkey's answer is open: browsers put more into it than was asked.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(BytesConverter)])]
[JsonSerializable(typeof(CredentialRequest))]
[JsonSerializable(typeof(CodeRequest))]
[JsonSerializable(typeof(SignOutRequest))]
[JsonSerializable(typeof(OptionsAnswer))]
[JsonSerializable(typeof(AccountAnswer))]
[JsonSerializable(typeof(CodesAnswer))]
[JsonSerializable(typeof(MyDataAnswer))]
internal sealed partial class AccountJson : JsonSerializerContext;

internal sealed record CredentialRequest(string Ticket, JsonElement Credential);

internal sealed record CodeRequest(string Code);

/// <summary><c>this</c> browser or the <c>others</c>.</summary>
internal sealed record SignOutRequest(string Which);

internal sealed record OptionsAnswer(string Ticket, JsonElement Options);

/// <summary>How it stands: null for nobody signed in. <paramref name="Origin"/> is the address that passkeys work under.</summary>
internal sealed record AccountAnswer(string? Origin, AccountView? Account);

/// <summary><paramref name="Notices"/>: capabilities, each of which opens what an order says about this account.</summary>
internal sealed record AccountView(AccountId Id, string Day, long? SuspendedUntil, IReadOnlyList<string> Notices, IReadOnlyList<PasskeyView> Passkeys, int RecoveryCodes);

internal sealed record PasskeyView(byte[] Id, string Day, bool IsSynced);

internal sealed record CodesAnswer(IReadOnlyList<string> Codes);

/// <summary><paramref name="Looks"/>: every time that staff were shown something of this account.</summary>
internal sealed record MyDataAnswer(AccountId Account, JsonObject Tables, JsonArray Looks);
