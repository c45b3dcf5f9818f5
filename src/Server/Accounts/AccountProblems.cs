// SPDX-License-Identifier: Apache-2.0
using Microsoft.AspNetCore.Identity;
using Vigil.Server.Meetings;

namespace Vigil.Server.Accounts;

/// <summary>Why a request of docs/protocol/accounts.md is not done.</summary>
internal static class AccountProblems
{
    public static readonly RequestProblem NoOrigin = new(503, "no_origin", "this server was not told under which address people open it (--origin), so there are no accounts");
    public static readonly RequestProblem WrongOrigin = new(403, "wrong_origin", "this must be asked by a page of the server's own address");
    public static readonly RequestProblem SignedOut = new(401, "signed_out", "nobody is signed in here");
    public static readonly RequestProblem TooMany = new(429, "too_many", "too much from this address; try again in a minute");
    public static readonly RequestProblem TooManyPasskeys = new(409, "too_many_passkeys", $"an account has at most {Storage.PasskeyStore.MostPasskeys} passkeys");
    public static readonly RequestProblem TooLarge = RequestProblem.TooLarge("the body is too large");
    public static readonly RequestProblem BadTicket = new(400, "bad_ticket", "this ticket was used, is older than five minutes, or is for something else");
    public static readonly RequestProblem UnknownPasskey = new(401, "unknown_passkey", "no account here has this passkey");
    public static readonly RequestProblem UsedTwice = BadPasskey("the authenticator's counter was used before: this may be a copy of it");
    public static readonly RequestProblem PasskeyExists = new(409, "passkey_exists", "an account has this passkey already");
    public static readonly RequestProblem NoPasskey = new(404, "passkey_not_found", "this account has no such passkey");
    public static readonly RequestProblem LastPasskey = new(409, "last_passkey", "the last passkey can only go while there are recovery codes");
    public static readonly RequestProblem Suspended = new(403, "suspended", "an order suspends this account: how it is opened cannot be changed now");
    public static readonly RequestProblem BadCode = new(401, "bad_code", "this is no recovery code, or it was used");

    /// <summary>The framework's own words, but for faults inside it: those quote what a client sent.</summary>
    public static RequestProblem Refused(PasskeyException failure) =>
        BadPasskey(failure.InnerException is null ? failure.Message : "the passkey's answer could not be read");

    private static RequestProblem BadPasskey(string message) => new(400, "bad_passkey", message);
}
