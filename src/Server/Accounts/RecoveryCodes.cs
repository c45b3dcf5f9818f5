// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Vigil.Server.Meetings;
using Vigil.Server.Storage;

namespace Vigil.Server.Accounts;

/// <summary>
/// Ten codes for who has lost every passkey. Each is 120 random bits as 24 letters: 40 find the row, 80 are kept only as the framework's slow,
/// salted hash.
/// </summary>
internal sealed class RecoveryCodes(RecoveryCodeStore store)
{
    public const int Count = 10;

    private const int Length = 15;
    private const int LocatorLength = 5;
    private const int Group = 4;

    private readonly PasswordHasher<AccountId> _hasher = new();

    /// <summary>Ten new ones; the old ones are worth nothing any more. This is the only time that anybody sees them.</summary>
    public IReadOnlyList<string> Renew(AccountId account)
    {
        var codes = Enumerable.Range(0, Count).Select(_ => RandomNumberGenerator.GetBytes(Length)).ToArray();
        store.Replace(account, [.. codes.Select(code => (code[..LocatorLength], _hasher.HashPassword(account, Secret(code))))]);
        return [.. codes.Select(Text)];
    }

    /// <summary>Whose code this was; it is used up. Null if it is none.</summary>
    public AccountId? Use(string text)
    {
        if (!TryRead(text, out var code)) { return null; }
        var locator = code[..LocatorLength];
        if (store.Find(locator) is not var (account, hash)) { return null; }
        if (_hasher.VerifyHashedPassword(account, hash, Secret(code)) == PasswordVerificationResult.Failed) { return null; }
        return store.TryUse(locator, hash) ? account : null;
    }

    /// <summary>As people type: in capitals, with or without the dashes.</summary>
    internal static bool TryRead(string text, out byte[] code)
    {
        code = new byte[Length];
        // Two of them would not be one code; and nothing long is worth looking at.
        if (text.Length > 64) { return false; }
        var letters = new string([.. text.Where(letter => letter is not ('-' or ' '))]).ToLowerInvariant();
        return Base32.TryDecode(letters, code);
    }

    private static string Text(byte[] code) => string.Join('-', Base32.Encode(code).Chunk(Group).Select(group => new string(group)));

    private static string Secret(byte[] code) => Base32.Encode(code.AsSpan(LocatorLength));
}
