// SPDX-License-Identifier: Apache-2.0
using System.IO.Compression;
using System.Text;
using Vigil.Replay.Searching;

namespace Vigil.Replay.Tests.Searching;

/// <summary>What the search of the replay finds, and that it finds nothing where nothing is.</summary>
public class PlantedWordsTests
{
    public static TheoryData<string> Disguises => [.. Disguise.All.Select(disguise => disguise.Name)];

    [Theory]
    [MemberData(nameof(Disguises))]
    public void A_word_is_found_in_every_disguise_between_other_bytes(string name)
    {
        var words = new PlantedWords();
        var worn = Disguise.All.Single(disguise => disguise.Name == name).Wear(words.Plant("word"));
        Assert.Equal(["word"], words.FindIn([.. Noise(100), 0, .. worn, 0, .. Noise(100)]));
        Assert.Empty(new PlantedWords().FindIn(worn));
    }

    [Theory]
    [MemberData(nameof(Disguises))]
    public void And_in_a_compressed_body_of_JSON(string name)
    {
        var words = new PlantedWords();
        var worn = Disguise.All.Single(disguise => disguise.Name == name).Wear(words.Plant("word"));
        using var body = new MemoryStream();
        using (var gzip = new GZipStream(body, CompressionLevel.Optimal)) { gzip.Write([.. "{\"said\":\""u8, .. worn, .. "\"}"u8]); }
        Assert.Equal(["word"], words.FindIn([.. Noise(50), .. body.ToArray()]));
    }

    [Fact]
    public void All_disguises_together_are_all_found()
    {
        var words = new PlantedWords();
        var all = Disguise.PlantAll(words);
        Assert.Equal(Disguise.All.Count, words.Count);
        Assert.Equal(Disguise.All.Select(disguise => disguise.Name).Order(StringComparer.Ordinal), words.FindIn(all).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Each_word_is_another_and_none_is_found_where_none_was_written()
    {
        var (words, others) = (new PlantedWords(), new PlantedWords());
        Assert.NotEqual(words.Plant("a"), words.Plant("b"));
        Assert.Empty(words.FindIn(Disguise.PlantAll(others)));
        Assert.Empty(words.FindIn(Noise(100_000)));
        Assert.Empty(words.FindIn([]));
    }

    [Fact]
    public void A_secret_of_bytes_is_found_at_every_place_of_a_text_in_base64()
    {
        var secret = Noise(16);
        var words = new PlantedWords();
        words.Add("key", secret);
        for (var before = 0; before < 9; before++)
        {
            Assert.Equal(["key"], words.FindIn(Encoding.ASCII.GetBytes($"\"{new string('k', before % 4)}{Convert.ToBase64String([.. new byte[before], .. secret, 1, 2])}\"")));
        }
        Assert.Empty(words.FindIn(Encoding.ASCII.GetBytes(Convert.ToBase64String(secret.AsSpan(1)))));
    }

    [Fact]
    public void A_picture_is_found_by_any_piece_of_it()
    {
        var picture = new PlantedPicture();
        var words = new PlantedWords();
        picture.PlantIn(words, "picture");
        var file = picture.File;
        Assert.Equal(["picture"], words.FindIn(file[(file.Length / 2)..]));
        Assert.Empty(words.FindIn(new PlantedPicture().File));
    }

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }
}
