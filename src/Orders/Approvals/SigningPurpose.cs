// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;

namespace Vigil.Orders.Approvals;

/// <summary>What a signature is for. Each purpose has its own label, so none can be taken for another.</summary>
public sealed class SigningPurpose
{
    private readonly byte[] _label;

    private SigningPurpose(string label) => _label = Encoding.ASCII.GetBytes($"vigil/{label}/v1\n");

    /// <summary>A founder signs the first roster and policy.</summary>
    public static SigningPurpose Genesis { get; } = new("genesis");
    public static SigningPurpose Propose { get; } = new("staff-proposal");
    public static SigningPurpose Approve { get; } = new("staff-approval");
    public static SigningPurpose Veto { get; } = new("staff-veto");

    /// <summary>A member opens the desk. Labelled like the rest: a server that chooses the nonce chooses no approval.</summary>
    public static SigningPurpose Desk { get; } = new("staff-desk");

    /// <summary>A member records an approach.</summary>
    public static SigningPurpose Record { get; } = new("staff-record");

    /// <summary>What the security key signs: <c>SHA-256(label || bytes)</c>.</summary>
    public byte[] Challenge(ReadOnlySpan<byte> bytes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(_label);
        hash.AppendData(bytes);
        return hash.GetHashAndReset();
    }
}
