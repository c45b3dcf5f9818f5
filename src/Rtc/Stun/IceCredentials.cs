// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;

namespace Vigil.Rtc.Stun;

/// <summary>A user name fragment and a password (RFC 8445 section 5.3). They go to the peer by signalling; they never print.</summary>
public sealed class IceCredentials
{
    // A subset of ice-char that needs no escaping anywhere. 16 characters are 95 bits, 32 are 190; the RFC asks for 24 and 128.
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int FragmentLength = 16;
    private const int PasswordLength = 32;

    internal IceCredentials(string usernameFragment, string password) => (UsernameFragment, Password) = (usernameFragment, password);

    public string UsernameFragment { get; }

    public string Password { get; }

    public static IceCredentials Create()
        => new(RandomNumberGenerator.GetString(Alphabet, FragmentLength), RandomNumberGenerator.GetString(Alphabet, PasswordLength));

    public override string ToString() => nameof(IceCredentials);
}
