// SPDX-License-Identifier: Apache-2.0
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Vigil.Orders.Staff;

namespace Vigil.Server.Staff;

/// <summary>The roster as the framework's passkey handler looks for users. It only looks: a roster changes by an order in the log and by nothing else.</summary>
internal sealed class StaffPasskeys(Roster roster) : IUserPasskeyStore<Member>
{
    public PasskeyHandler<Member> CreateHandler(IdentityPasskeyOptions options)
    {
        var manager = new UserManager<Member>(this, null!, null!, null!, null!, null!, new IdentityErrorDescriber(), null!, NullLogger<UserManager<Member>>.Instance);
        return new PasskeyHandler<Member>(manager, Options.Create(options));
    }

    public Task<string> GetUserIdAsync(Member user, CancellationToken cancellationToken) => Task.FromResult(user.Id);

    public Task<string?> GetUserNameAsync(Member user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Id);

    public Task<Member?> FindByIdAsync(string userId, CancellationToken cancellationToken) => Task.FromResult(roster.Find(userId));

    public Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Member user, CancellationToken cancellationToken) =>
        Task.FromResult<IList<UserPasskeyInfo>>([.. user.Credentials.Select(Info).OfType<UserPasskeyInfo>()]);

    public Task<Member?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        Task.FromResult(roster.TryFindCredential(Convert.ToBase64String(credentialId), out var member, out _) ? member : null);

    public Task<UserPasskeyInfo?> FindPasskeyAsync(Member user, byte[] credentialId, CancellationToken cancellationToken) =>
        Task.FromResult(roster.TryFindCredential(Convert.ToBase64String(credentialId), out var member, out var credential) && member!.Id == user.Id ? Info(credential!) : null);

    public void Dispose()
    {
        // The roster is the log's.
    }

    public Task AddOrUpdatePasskeyAsync(Member user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw NotHere();

    public Task RemovePasskeyAsync(Member user, byte[] credentialId, CancellationToken cancellationToken) => throw NotHere();

    public Task<IdentityResult> CreateAsync(Member user, CancellationToken cancellationToken) => throw NotHere();

    public Task<IdentityResult> UpdateAsync(Member user, CancellationToken cancellationToken) => throw NotHere();

    public Task<IdentityResult> DeleteAsync(Member user, CancellationToken cancellationToken) => throw NotHere();

    public Task<Member?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => throw NotHere();

    public Task SetUserNameAsync(Member user, string? userName, CancellationToken cancellationToken) => throw NotHere();

    public Task<string?> GetNormalizedUserNameAsync(Member user, CancellationToken cancellationToken) => throw NotHere();

    public Task SetNormalizedUserNameAsync(Member user, string? normalizedName, CancellationToken cancellationToken) => throw NotHere();

    /// <summary>The counter is not judged: the log keeps no last one, and many security keys leave it at 0.</summary>
    private static UserPasskeyInfo? Info(Credential credential) => CoseKey.FromSpki(Convert.FromBase64String(credential.Spki)) is { } key
        ? new UserPasskeyInfo(
            Convert.FromBase64String(credential.Id), key, DateTimeOffset.UnixEpoch, signCount: 0, transports: null,
            isUserVerified: true, isBackupEligible: false, isBackedUp: false, attestationObject: [], clientDataJson: [])
        : null;

    private static NotSupportedException NotHere() => new("the roster changes by an order alone");
}
