// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Microsoft.Playwright;

namespace Vigil.EndToEnd.Stage;

/// <summary>Chromium's virtual authenticators at one page (DevTools protocol, domain WebAuthn): whoever is asked says yes, verified.</summary>
internal sealed class Authenticators : IAsyncDisposable
{
    private readonly ICDPSession devTools;

    private Authenticators(ICDPSession devTools) => this.devTools = devTools;

    public static async Task<Authenticators> PlugInAsync(IPage page)
    {
        var devTools = await page.Context.NewCDPSessionAsync(page);
        await devTools.SendAsync("WebAuthn.enable");
        return new Authenticators(devTools);
    }

    /// <summary><c>internal</c>, as a laptop's own, or <c>usb</c>. Gives its id.</summary>
    public async Task<string> AddAsync(string transport)
    {
        var added = await devTools.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = transport,
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
        return added!.Value.GetProperty("authenticatorId").GetString()!;
    }

    /// <summary>Puts a key that a member of staff has had from the beginning on it.</summary>
    public Task HoldAsync(string authenticator, TestMember member) => devTools.SendAsync("WebAuthn.addCredential", new()
    {
        ["authenticatorId"] = authenticator,
        ["credential"] = new Dictionary<string, object>
        {
            ["credentialId"] = Convert.ToBase64String(member.CredentialId),
            ["isResidentCredential"] = false,
            ["rpId"] = member.RpId,
            ["privateKey"] = Convert.ToBase64String(member.PrivateKey),
            ["signCount"] = 0,
        },
    });

    /// <summary>With every passkey on it.</summary>
    public Task UnplugAsync(string authenticator) =>
        devTools.SendAsync("WebAuthn.removeVirtualAuthenticator", new() { ["authenticatorId"] = authenticator });

    public async ValueTask DisposeAsync() => await devTools.DetachAsync();
}
