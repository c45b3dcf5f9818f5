// SPDX-License-Identifier: Apache-2.0
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Vigil.Server.Storage;

namespace Vigil.Server.Accounts;

/// <summary>
/// Our accounts as the framework's passkey handler looks for them. It only looks: what comes of a ceremony is written by <see cref="Passkeys"/>,
/// so everything of ASP.NET Core Identity that would write, name or normalise is refused.
/// </summary>
internal sealed class PasskeyUsers(AccountStore accounts, PasskeyStore passkeys) : IUserPasskeyStore<Account>
{
    public PasskeyHandler<Account> CreateHandler(IdentityPasskeyOptions options)
    {
        // The parts that stay null serve passwords, names and other sign-ins, of which there are none.
        var manager = new UserManager<Account>(this, null!, null!, null!, null!, null!, new IdentityErrorDescriber(), null!, NullLogger<UserManager<Account>>.Instance);
        return new PasskeyHandler<Account>(manager, Options.Create(options));
    }

    public Task<string> GetUserIdAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.Id.Text);

    public Task<Account?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        Task.FromResult(AccountId.TryParse(userId, out var id) ? accounts.Find(id!) : null);

    public Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult<IList<UserPasskeyInfo>>([.. passkeys.Of(user.Id).Select(Info)]);

    public Task<Account?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        Task.FromResult(passkeys.Find(credentialId) is { } passkey ? accounts.Find(passkey.Account) : null);

    public Task<UserPasskeyInfo?> FindPasskeyAsync(Account user, byte[] credentialId, CancellationToken cancellationToken) =>
        Task.FromResult(passkeys.Find(credentialId) is { } passkey && passkey.Account.Equals(user.Id) ? Info(passkey) : null);

    public void Dispose()
    {
        // The stores are not its own.
    }

    public Task AddOrUpdatePasskeyAsync(Account user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw NotHere();

    public Task RemovePasskeyAsync(Account user, byte[] credentialId, CancellationToken cancellationToken) => throw NotHere();

    public Task<IdentityResult> CreateAsync(Account user, CancellationToken cancellationToken) => throw NotHere();

    public Task<IdentityResult> UpdateAsync(Account user, CancellationToken cancellationToken) => throw NotHere();

    public Task<IdentityResult> DeleteAsync(Account user, CancellationToken cancellationToken) => throw NotHere();

    public Task<Account?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => throw NotHere();

    public Task<string?> GetUserNameAsync(Account user, CancellationToken cancellationToken) => throw NotHere();

    public Task SetUserNameAsync(Account user, string? userName, CancellationToken cancellationToken) => throw NotHere();

    public Task<string?> GetNormalizedUserNameAsync(Account user, CancellationToken cancellationToken) => throw NotHere();

    public Task SetNormalizedUserNameAsync(Account user, string? normalizedName, CancellationToken cancellationToken) => throw NotHere();

    /// <summary>Transports, attestation and client data are not kept: they would tell which device somebody has.</summary>
    private static UserPasskeyInfo Info(Passkey passkey) => new(
        passkey.Credential,
        passkey.PublicKey,
        DateTimeOffset.UnixEpoch,
        passkey.SignCount,
        transports: null,
        isUserVerified: true,
        passkey.IsBackupEligible,
        passkey.IsBackedUp,
        attestationObject: [],
        clientDataJson: []);

    private static NotSupportedException NotHere() => new("accounts have no names, and only Passkeys writes");
}
