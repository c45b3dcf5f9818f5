// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;

namespace Vigil.Replay.Searching;

/// <summary>Words that nobody could have written by chance, and other secrets; and the search for them, whatever letters, encoding or wrapping they came in.</summary>
internal sealed class PlantedWords
{
    private const string Consonants = "bdfgklmnprstvz";
    private const string Vowels = "aeiou";

    private readonly List<Needle> needles = [];

    public int Count => needles.Select(needle => needle.Name).Distinct().Count();

    /// <summary>A new word, from now on looked for under this name. One letter is not ASCII, so that escapes have something to escape.</summary>
    public string Plant(string name)
    {
        var word = string.Concat(Enumerable.Range(0, 6).Select(_ => $"{Any(Consonants)}{Any(Vowels)}")) + "é" + Any(Consonants);
        AddText(name, word);
        return word;
    }

    public void AddText(string name, string text)
    {
        foreach (var spelling in new[] { text, text.ToUpperInvariant(), text.ToLowerInvariant() })
        {
            foreach (var encoding in new[] { Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.Latin1 }) { Add(name, encoding.GetBytes(spelling)); }
        }
    }

    public void Add(string name, byte[] secret) => needles.Add(new Needle(name, InSmallLetters(secret)));

    /// <summary>Names of what stands there.</summary>
    public IReadOnlyList<string> FindIn(byte[] place)
    {
        var found = new HashSet<string>();
        foreach (var view in Unwrapped.Of(place))
        {
            var letters = InSmallLetters(view);
            foreach (var needle in needles.Where(needle => !found.Contains(needle.Name)))
            {
                if (letters.AsSpan().IndexOf(needle.Bytes) >= 0) { found.Add(needle.Name); }
            }
        }
        return [.. found];
    }

    /// <summary>Of both sides alike, so that nothing which is the same becomes different.</summary>
    private static byte[] InSmallLetters(byte[] bytes)
    {
        var small = new byte[bytes.Length];
        for (var i = 0; i < bytes.Length; i++) { small[i] = (byte)(bytes[i] is >= (byte)'A' and <= (byte)'Z' ? bytes[i] + 32 : bytes[i]); }
        return small;
    }

    private static char Any(string letters) => letters[RandomNumberGenerator.GetInt32(letters.Length)];

    private sealed record Needle(string Name, byte[] Bytes);
}
