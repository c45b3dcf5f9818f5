// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Vigil.EndToEnd.Stage;

/// <summary>
/// A participant who makes commands by hand (docs/protocol/meeting.md, section 9), signed with the real leaf key of the own entry: the key cannot leave the
/// worker, so code in front of the worker's script signs there.
/// </summary>
internal sealed class Forger
{
    public const byte Role = 1, Remove = 2, Settings = 3, End = 4, Ask = 128;

    private const string SignInWorker = """
        {
          const sign = SubtleCrypto.prototype.sign
          const frank = 'vigil/frank/v1'
          let leafKey = null
          SubtleCrypto.prototype.sign = function (algorithm, key, data) {
            const bytes = ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data)
            if (new TextDecoder().decode(bytes.subarray(0, frank.length)) === frank) leafKey = key
            return sign.call(this, algorithm, key, data)
          }
          const channel = new BroadcastChannel('test-forger')
          channel.onmessage = async ({ data }) => channel.postMessage([...new Uint8Array(await sign.call(crypto.subtle, 'Ed25519', leafKey, Uint8Array.from(data)))])
        }
        """;

    private const string AskWorker = """
        (bytes) => new Promise((signed) => {
          const channel = new BroadcastChannel('test-forger')
          channel.onmessage = ({ data }) => { channel.close(); signed(data) }
          channel.postMessage(bytes)
        })
        """;

    private readonly Person person;

    private Forger(Person person, SignallingRoute route) => (this.person, Route) = (person, route);

    public SignallingRoute Route { get; }

    public byte[] LeafKey => Base64Url.DecodeFromChars(Route.LastRequest("join").GetProperty("leafKey").GetString());

    public byte[] Participant => Base64Url.DecodeFromChars(Route.LastRequest("join").GetProperty("participant").GetString());

    private byte[] Group => Base64Url.DecodeFromChars(Route.LastRequest("commit").GetProperty("group").GetString());

    /// <summary>All commands of the chain that this participant was told of.</summary>
    public IReadOnlyList<byte[]> Chain =>
    [
        .. Route.Events("chain").SelectMany(chain => chain.GetProperty("commands").EnumerateArray())
            .Concat(Route.Events("command").Select(command => command.GetProperty("command")))
            .Select(command => Base64Url.DecodeFromChars(command.GetString()))
            .Where(command => command[KindAt] != Ask),
    ];

    private const int KindAt = 1 + 8 + 32 + 32;

    /// <summary>Before this person opens a meeting.</summary>
    public static async Task<Forger> PlaceAsync(Person person)
    {
        await WorkerScript.PrependAsync(person, SignInWorker);
        return new(person, await SignallingRoute.PlaceAsync(person));
    }

    /// <summary>A command on the present head that is right in all but the right to it; signed by this participant, whoever is named as its issuer.</summary>
    public async Task<byte[]> ForgeAsync(byte kind, byte[] body, byte[]? issuer = null)
    {
        var unsigned = new byte[KindAt + 1 + body.Length];
        unsigned[0] = 1;
        BinaryPrimitives.WriteUInt64BigEndian(unsigned.AsSpan(1), (ulong)Chain.Count + 1);
        Previous().CopyTo(unsigned, 9);
        (issuer ?? LeafKey).CopyTo(unsigned, 41);
        unsigned[KindAt] = kind;
        body.CopyTo(unsigned, KindAt + 1);
        byte[] signed = [.. Encoding.ASCII.GetBytes("vigil/command/v1\0"), .. Group[..16], .. Group, .. unsigned];
        var signature = await person.Page.EvaluateAsync<int[]>(AskWorker, signed.Select(octet => (int)octet).ToArray());
        return [.. unsigned, .. signature.Select(octet => (byte)octet)];
    }

    private byte[] Previous() => SHA256.HashData(Chain is [.., var last] ? last : [.. Encoding.ASCII.GetBytes("vigil/commands/v1\0"), .. Group]);
}
