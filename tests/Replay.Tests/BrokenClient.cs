// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Replay.Tests;

/// <summary>A control that is the web client's: code put in front of its scripts takes it away. Everybody in the play has that client.</summary>
/// <param name="Act">the act that must fail without it</param>
/// <param name="Name">what it ensures</param>
/// <param name="Scripts">which files of the built client</param>
/// <param name="Code">what is put in front of them</param>
/// <param name="Breaks">how the attempt begins that succeeds then, and no other before it</param>
internal sealed record BrokenClient(string Act, string Name, string Scripts, string Code, string Breaks);

/// <summary>All of them.</summary>
internal static class BrokenClients
{
    /// <summary>AES-GCM that changes nothing, with a tag of zeros: those who have this client understand each other.</summary>
    private const string NoEncryption = """
        crypto.subtle.encrypt = async (_, key, data) => { const sealed = new Uint8Array(data.byteLength + 16); sealed.set(new Uint8Array(data.buffer ?? data, data.byteOffset ?? 0, data.byteLength)); return sealed.buffer };
        crypto.subtle.decrypt = async (_, key, data) => new Uint8Array(data.buffer ?? data, data.byteOffset ?? 0, data.byteLength).slice(0, -16).buffer;
        """;

    /// <summary>Whatever becomes a key of AES is told to the server first.</summary>
    private const string TellsKeys = """
        { const take = crypto.subtle.importKey.bind(crypto.subtle);
          crypto.subtle.importKey = (format, data, algorithm, ...rest) => { if (algorithm === 'AES-GCM') { void fetch('/api/keys', { method: 'POST', body: data.slice() }) } return take(format, data, algorithm, ...rest) } };
        """;

    public static IReadOnlyList<BrokenClient> All { get; } =
    [
        new("watch-content", "what is said is encrypted before it leaves the worker", "worker-*.js", NoEncryption, "records what the server received"),
        new("watch-content", "titles and files are encrypted before they leave the page", "index-*.js", NoEncryption, "reads every table"),
        new("key-route", "keys stay where they are", "worker-*.js", TellsKeys, "records what the server received"),
    ];
}
