// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Vigil.Server.Crypto;
using Vigil.Server.Meetings;
using Vigil.Server.Serving;
using Vigil.Server.Storage;

namespace Vigil.Server.Accounts;

/// <summary>The WebAuthn ceremonies: what a browser is asked, and what its answer is worth. The checking is the framework's.</summary>
internal sealed class Passkeys
{
    private readonly AccountStore _accounts;
    private readonly PasskeyStore _store;
    private readonly Tickets _tickets;
    private readonly WebOrigin _origin;
    private readonly TimeProvider _time;
    private readonly PasskeyHandler<Account> _handler;

    public Passkeys(AccountStore accounts, PasskeyStore store, Tickets tickets, WebOrigin origin, TimeProvider time)
    {
        (_accounts, _store, _tickets, _origin, _time) = (accounts, store, tickets, origin, time);
#pragma warning disable CA2000 // It holds nothing of its own.
        _handler = new PasskeyUsers(accounts, store).CreateHandler(new IdentityPasskeyOptions
#pragma warning restore CA2000
        {
            ServerDomain = origin.RpId,
            AuthenticatorTimeout = Tickets.Lives,
            UserVerificationRequirement = "required",
            // Signing in asks for no name, so the passkey itself must know whose it is.
            ResidentKeyRequirement = "required",
            // No attestation: it would tell the make of somebody's device.
            AttestationConveyancePreference = "none",
            ValidateOrigin = context => ValueTask.FromResult(IsOurPage(context)),
        });
    }

    /// <summary>Null if too many ceremonies are under way.</summary>
    public Task<OptionsAnswer?> BeginCreateAsync(HttpContext context) => BeginAsync(Ceremony.Create, AccountId.Random(), context);

    public Task<OptionsAnswer?> BeginAddAsync(AccountId account, HttpContext context) => BeginAsync(Ceremony.AddPasskey, account, context);

    public async Task<OptionsAnswer?> BeginSignInAsync(HttpContext context)
    {
        var asked = await _handler.MakeRequestOptionsAsync(null, context);
        return Answer(new Pending(Ceremony.SignIn, null, asked.AssertionState!), asked.RequestOptionsJson);
    }

    public async Task<(RequestProblem? Problem, AccountId? Account)> FinishCreateAsync(CredentialRequest request, HttpContext context)
    {
        if (_tickets.Take(request.Ticket, Ceremony.Create) is not { } pending) { return (AccountProblems.BadTicket, null); }
        var (problem, passkey) = await AttestAsync(request, pending, context);
        if (problem is not null) { return (problem, null); }
        return _accounts.TryCreate(passkey!) ? (null, passkey!.Account) : (AccountProblems.PasskeyExists, null);
    }

    public async Task<RequestProblem?> FinishAddAsync(CredentialRequest request, AccountId account, HttpContext context)
    {
        if (_tickets.Take(request.Ticket, Ceremony.AddPasskey) is not { } pending || !account.Equals(pending.Account)) { return AccountProblems.BadTicket; }
        var (problem, passkey) = await AttestAsync(request, pending, context);
        if (problem is not null) { return problem; }
        return _store.Add(passkey!) switch
        {
            AddPasskeyResult.Added => null,
            AddPasskeyResult.TooMany => AccountProblems.TooManyPasskeys,
            _ => AccountProblems.PasskeyExists,
        };
    }

    public async Task<(RequestProblem? Problem, AccountId? Account)> FinishSignInAsync(CredentialRequest request, HttpContext context)
    {
        if (_tickets.Take(request.Ticket, Ceremony.SignIn) is not { } pending) { return (AccountProblems.BadTicket, null); }
        var result = await _handler.PerformAssertionAsync(
            new PasskeyAssertionContext { HttpContext = context, CredentialJson = request.Credential.GetRawText(), AssertionState = pending.State });
        if (!result.Succeeded) { return (IsUnknown(request.Credential) ? AccountProblems.UnknownPasskey : AccountProblems.Refused(result.Failure), null); }
        // The framework compared with the counter that it read; another request may have been quicker.
        if (!_store.TryUse(result.Passkey.CredentialId, result.Passkey.SignCount, result.Passkey.IsBackedUp)) { return (AccountProblems.UsedTwice, null); }
        return (null, result.User.Id);
    }

    private async Task<OptionsAnswer?> BeginAsync(Ceremony ceremony, AccountId account, HttpContext context)
    {
        // What the authenticator shows beside the key. Nobody told us a name.
        var name = $"{_origin.RpId} {Days.Text(_time.GetUtcNow())}";
        var asked = await _handler.MakeCreationOptionsAsync(new PasskeyUserEntity { Id = account.Text, Name = name, DisplayName = name }, context);
        return Answer(new Pending(ceremony, account, asked.AttestationState!), asked.CreationOptionsJson);
    }

    private OptionsAnswer? Answer(Pending pending, string options) =>
        _tickets.Give(pending) is { } ticket ? new OptionsAnswer(ticket, JsonElement.Parse(options)) : null;

    private async Task<(RequestProblem? Problem, Passkey? Passkey)> AttestAsync(CredentialRequest request, Pending pending, HttpContext context)
    {
        var result = await _handler.PerformAttestationAsync(
            new PasskeyAttestationContext { HttpContext = context, CredentialJson = request.Credential.GetRawText(), AttestationState = pending.State });
        if (!result.Succeeded) { return (AccountProblems.Refused(result.Failure), null); }
        var made = result.Passkey;
        return (null, new Passkey(
            made.CredentialId, pending.Account!, made.PublicKey, made.SignCount, made.IsBackupEligible, made.IsBackedUp, Days.Text(_time.GetUtcNow())));
    }

    private bool IsOurPage(PasskeyOriginValidationContext said) =>
        !said.CrossOrigin && said.TopOrigin is null && _origin.Of(said.HttpContext) is { } ours && said.Origin == ours;

    /// <summary>A passkey outlives its account on somebody's device: then the answer should say so.</summary>
    private bool IsUnknown(JsonElement credential) =>
        credential.ValueKind == JsonValueKind.Object && credential.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String
        && StrictBase64Url.TryDecode(id.GetString(), out var bytes) && _store.Find(bytes) is null;
}
