// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Vigil.Server.Crypto;

namespace Vigil.Server.Accounts;

/// <summary>Random: says nothing of its owner, and nobody can guess one.</summary>
[JsonConverter(typeof(FixedBytesConverter<AccountId>))]
internal sealed class AccountId(ReadOnlySpan<byte> bytes) : FixedBytes(bytes), IFixedBytes<AccountId>
{
    public const int Length = 16;

    static int IFixedBytes<AccountId>.Length => Length;

    /// <summary>22 characters of base64url; as UTF-8 also the user handle that passkeys carry.</summary>
    public string Text => StrictBase64Url.Encode(Span);

    public static AccountId Copy(ReadOnlySpan<byte> bytes) => new(bytes);

    public static AccountId Random() => new(RandomNumberGenerator.GetBytes(Length));

    public static bool TryParse(ReadOnlySpan<char> text, out AccountId? id)
    {
        id = StrictBase64Url.TryDecode(text, out var bytes) && bytes.Length == Length ? new AccountId(bytes) : null;
        return id is not null;
    }
}
