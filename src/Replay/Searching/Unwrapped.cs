// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Text;
using System.IO.Compression;

namespace Vigil.Replay.Searching;

/// <summary>
/// Bytes as they are, and everything that the usual wrappings in them hold: base64 and base64url at every alignment, hexadecimal, gzip, zlib, deflate, JSON escapes, percent
/// encoding; and what is wrapped in that.
/// </summary>
internal static class Unwrapped
{
    private const int Deepest = 3;
    private const int ShortestRun = 12;
    private const int LargestMember = 16 << 20;

    private static readonly bool[] Base64Letters = Table("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_");
    private static readonly bool[] HexLetters = Table("0123456789abcdefABCDEF");

    public static IEnumerable<byte[]> Of(byte[] bytes, int depth = 0)
    {
        yield return bytes;
        if (depth == Deepest) { yield break; }
        foreach (var inner in Inside(bytes).Where(inner => inner.Length > 0).SelectMany(inner => Of(inner, depth + 1))) { yield return inner; }
    }

    private static IEnumerable<byte[]> Inside(byte[] bytes)
    {
        foreach (var member in Members(bytes)) { yield return member; }
        for (var shift = 0; shift < 4; shift++) { yield return Runs(bytes, Base64Letters, run => FromBase64(run[shift..])); }
        for (var shift = 0; shift < 2; shift++) { yield return Runs(bytes, HexLetters, run => FromHex(run[shift..])); }
        yield return Escapes.Json(bytes);
        yield return Escapes.Percent(bytes);
    }

    /// <summary>Compressed members, wherever one begins.</summary>
    private static IEnumerable<byte[]> Members(byte[] bytes)
    {
        yield return Inflate(new DeflateStream(new MemoryStream(bytes), CompressionMode.Decompress));
        for (var at = 0; at + 2 < bytes.Length; at++)
        {
            if (bytes[at] == 0x1f && bytes[at + 1] == 0x8b && bytes[at + 2] == 8) { yield return Inflate(new GZipStream(From(bytes, at), CompressionMode.Decompress)); }
            // RFC 1950: the method, and a head that 31 divides.
            else if (bytes[at] == 0x78 && ((bytes[at] << 8) | bytes[at + 1]) % 31 == 0) { yield return Inflate(new ZLibStream(From(bytes, at), CompressionMode.Decompress)); }
        }
    }

    private static MemoryStream From(byte[] bytes, int at) => new(bytes, at, bytes.Length - at);

    /// <summary>As much as reads: the end may be cut off, or be no member at all.</summary>
    private static byte[] Inflate(Stream compressed)
    {
        using (compressed)
        {
            using var read = new MemoryStream();
            var buffer = new byte[1 << 14];
            try
            {
                for (var length = 1; length > 0 && read.Length < LargestMember;)
                {
                    length = compressed.Read(buffer);
                    read.Write(buffer, 0, length);
                }
            }
            catch (Exception e) when (e is InvalidDataException or IOException)
            {
                // What came before counts.
            }
            return read.ToArray();
        }
    }

    /// <summary>All runs of these letters, decoded, one behind the other.</summary>
    private static byte[] Runs(byte[] bytes, bool[] letters, Func<byte[], byte[]> decode)
    {
        using var all = new MemoryStream();
        for (var at = 0; at < bytes.Length;)
        {
            var end = at;
            while (end < bytes.Length && letters[bytes[end]]) { end++; }
            if (end - at >= ShortestRun)
            {
                all.Write(decode(bytes[at..end]));
                all.WriteByte(0);
            }
            at = end + 1;
        }
        return all.ToArray();
    }

    private static byte[] FromBase64(byte[] run)
    {
        foreach (ref var letter in run.AsSpan()) { letter = letter switch { (byte)'+' => (byte)'-', (byte)'/' => (byte)'_', _ => letter }; }
        // One letter alone is no byte.
        var whole = run.Length % 4 == 1 ? run[..^1] : run;
        // Bits behind the last byte may be set where a longer text was cut.
        var padded = (byte[])[.. whole, .. Enumerable.Repeat((byte)'A', (4 - (whole.Length % 4)) % 4)];
        return Base64Url.DecodeFromUtf8(padded)[..(whole.Length * 3 / 4)];
    }

    private static byte[] FromHex(byte[] run) => Convert.FromHexString(System.Text.Encoding.ASCII.GetString(run, 0, run.Length / 2 * 2));

    private static bool[] Table(string letters)
    {
        var table = new bool[256];
        foreach (var letter in letters) { table[letter] = true; }
        return table;
    }
}
