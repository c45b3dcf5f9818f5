// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Text;
using System.IO.Compression;
using System.Text;

namespace Vigil.Replay.Searching;

/// <summary>The ways in which a word may stand somewhere without being seen at once. The control of a search: each of them has to be found.</summary>
internal sealed record Disguise(string Name, Func<string, byte[]> Wear)
{
    public static IReadOnlyList<Disguise> All { get; } =
    [
        new("plain", Encoding.UTF8.GetBytes),
        new("in capitals", word => Encoding.UTF8.GetBytes(word.ToUpperInvariant())),
        new("UTF-16 LE", Encoding.Unicode.GetBytes),
        new("UTF-16 BE", Encoding.BigEndianUnicode.GetBytes),
        new("base64", word => Base64("", word)),
        new("base64, one further", word => Base64("x", word)),
        new("base64, two further", word => Base64("xy", word)),
        new("base64url of base64url", word => Ascii(Base64Url.EncodeToString(Ascii(Base64Url.EncodeToString(Encoding.UTF8.GetBytes("~?>" + word)))))),
        new("hexadecimal", word => Ascii(Convert.ToHexString(Encoding.UTF8.GetBytes(word)))),
        new("percent encoding", word => Ascii(string.Concat(Encoding.UTF8.GetBytes(word).Select(b => $"%{b:X2}")))),
        new("JSON escapes", word => Ascii(string.Concat(word.Select(unit => $"\\u{(int)unit:x4}")))),
        new("gzip", word => Compressed(word, to => new GZipStream(to, CompressionLevel.Optimal))),
        new("zlib", word => Compressed(word, to => new ZLibStream(to, CompressionLevel.Optimal))),
        new("gzip in base64", word => Ascii(Convert.ToBase64String(Compressed(word, to => new GZipStream(to, CompressionLevel.Optimal))))),
    ];

    /// <summary>A new word in every disguise, one after the other, planted under the disguise's name.</summary>
    public static byte[] PlantAll(PlantedWords words)
    {
        using var all = new MemoryStream();
        foreach (var disguise in All)
        {
            all.Write(disguise.Wear(words.Plant(disguise.Name)));
            all.Write("\n \n"u8);
        }
        return all.ToArray();
    }

    private static byte[] Base64(string before, string word) => Ascii(Convert.ToBase64String(Encoding.UTF8.GetBytes(before + word)));

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);

    private static byte[] Compressed(string word, Func<Stream, Stream> by)
    {
        using var compressed = new MemoryStream();
        using (var stream = by(compressed)) { stream.Write(Encoding.UTF8.GetBytes(word)); }
        return compressed.ToArray();
    }
}
