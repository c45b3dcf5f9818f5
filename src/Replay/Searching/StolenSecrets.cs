// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using Vigil.Replay.Cast;
using Vigil.Server.Crypto;

namespace Vigil.Replay.Searching;

/// <summary>Tries every piece of what was taken from a server as a key to one meeting.</summary>
internal sealed class StolenSecrets(StagedMeeting meeting)
{
    private const int SecretLength = 16, SeedLength = 32;

    /// <summary>Pages of a database are mostly fillers.</summary>
    private const int LeastVariety = 8;

    public int Tried { get; private set; }

    /// <summary>The meeting's title, if any piece is the link's secret or the details' own key.</summary>
    public string? OpenTitle(byte[] taken) =>
        Pieces(taken, SecretLength).Select(piece => meeting.OpenTitle(Derive(piece, "vigil/details/v1", SecretLength)) ?? meeting.OpenTitle(piece)).FirstOrDefault(opened => opened is not null);

    /// <summary>A key that proves the link or the host, if any piece is its seed or the secret that it is derived from.</summary>
    public KeyPair? FindKey(byte[] taken) =>
        Pieces(taken, SeedLength).Concat(Pieces(taken, SecretLength).Select(piece => Derive(piece, "vigil/join/v1", SeedLength)))
            .Select(seed => new KeyPair(seed)).FirstOrDefault(key => Opens(key.Public));

    private bool Opens(PublicKey key) => key.Equals(meeting.Join.Public) || key.Equals(meeting.Host.Public);

    private byte[] Derive(byte[] secret, string use, int length) => HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, length, meeting.Id.Span.ToArray(), Encoding.ASCII.GetBytes(use));

    private IEnumerable<byte[]> Pieces(byte[] taken, int length)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var at = 0; at + length <= taken.Length; at++)
        {
            var piece = taken.AsSpan(at, length).ToArray();
            if (piece.Distinct().Count() < LeastVariety || !seen.Add(Convert.ToBase64String(piece))) { continue; }
            Tried++;
            yield return piece;
        }
    }
}
