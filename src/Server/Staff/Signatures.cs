// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Identity;
using Vigil.Orders.Approvals;
using Vigil.Orders.Reasons;
using Vigil.Orders.Staff;
using Vigil.Server.Crypto;

namespace Vigil.Server.Staff;

/// <summary>
/// Verifies what a security key signed twice: by our own rules, which every auditor repeats from the log, and by the framework's passkey handler.
/// Both must accept it.
/// </summary>
internal static class Signatures
{
    /// <summary>Whose it is, and <see cref="OrderReason.None"/>.</summary>
    public static async Task<(OrderReason Reason, Member? Member)> VerifyAsync(HttpContext context, Assertion assertion, byte[] challenge, OpenBook book)
    {
        var (roster, site) = (book.Orders.Roster!, book.Orders.Site!);
        var reason = AssertionCheck.Verify(assertion, roster, site, challenge, out var member);
        if (reason != OrderReason.None) { return (reason, member); }
        // The framework knows no Ed25519: for such keys there is no second opinion to be had.
        roster.TryFindCredential(assertion.CredentialId, out _, out var credential);
        if (CoseKey.FromSpki(Convert.FromBase64String(credential!.Spki)) is null) { return (OrderReason.None, member); }
        return await IsAcceptedAsync(context, assertion, challenge, member!, roster, site) ? (OrderReason.None, member) : (OrderReason.BadSignature, member);
    }

    private static async Task<bool> IsAcceptedAsync(HttpContext context, Assertion assertion, byte[] challenge, Member member, Roster roster, RelyingParty site)
    {
        using var users = new StaffPasskeys(roster);
        var handler = users.CreateHandler(new IdentityPasskeyOptions
        {
            ServerDomain = site.Id,
            UserVerificationRequirement = "required",
            ValidateOrigin = said => ValueTask.FromResult(!said.CrossOrigin && said.TopOrigin is null && site.Origins.Contains(said.Origin)),
        });
        var result = await handler.PerformAssertionAsync(new PasskeyAssertionContext
        {
            HttpContext = context,
            CredentialJson = CredentialJson(assertion),
            AssertionState = new JsonObject { ["challenge"] = Convert.ToBase64String(challenge), ["userId"] = member.Id }.ToJsonString(),
        });
        return result.Succeeded && result.User.Id == member.Id && Convert.ToBase64String(result.Passkey.CredentialId) == assertion.CredentialId;
    }

    private static string CredentialJson(Assertion assertion)
    {
        var id = StrictBase64Url.Encode(Convert.FromBase64String(assertion.CredentialId));
        return new JsonObject
        {
            ["id"] = id,
            ["rawId"] = id,
            ["type"] = "public-key",
            ["clientExtensionResults"] = new JsonObject(),
            ["response"] = new JsonObject
            {
                ["clientDataJSON"] = StrictBase64Url.Encode(assertion.ClientData.Span),
                ["authenticatorData"] = StrictBase64Url.Encode(assertion.AuthenticatorData.Span),
                ["signature"] = StrictBase64Url.Encode(assertion.Signature.Span),
            },
        }.ToJsonString();
    }
}
