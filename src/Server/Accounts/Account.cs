// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace Vigil.Server.Accounts;

/// <summary>An account as it is kept. Whether an order suspends it stands in the public log alone.</summary>
internal sealed record Account(AccountId Id, string Day);

/// <summary>What verifies one passkey.</summary>
internal sealed record Passkey(byte[] Credential, AccountId Account, byte[] PublicKey, uint SignCount, bool IsBackupEligible, bool IsBackedUp, string Day);

/// <summary>The finest time that is kept of an account.</summary>
internal static class Days
{
    /// <summary>As text in this form later days are greater.</summary>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
