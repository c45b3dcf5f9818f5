// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Vigil.Tlog.Encodings;
using Vigil.Tlog.Merkle;

namespace Vigil.Tlog.Checkpoints;

/// <summary>Origin, size and root: the text of a note that a log signs (C2SP tlog-checkpoint).</summary>
public sealed class Checkpoint(string origin, TreeHead head)
{
    public string Origin { get; } = origin;
    public TreeHead Head { get; } = head;

    /// <summary>Lines after the third, read for other people's logs; Vigil's own has none, since nobody can audit them.</summary>
    public IReadOnlyList<string> Extensions { get; private init; } = [];

    public static bool TryParse(ReadOnlySpan<byte> text, out Checkpoint? checkpoint, out CheckpointProblem problem)
    {
        checkpoint = null;
        problem = CheckpointProblem.FewerThanThreeLines;
        var lines = new LineReader(text);
        if (!lines.TryRead(out var origin) || !lines.TryRead(out var sizeText) || !lines.TryRead(out var rootText)) { return false; }

        problem = CheckpointProblem.EmptyOrigin;
        if (origin.IsEmpty || !Utf8.IsValid(origin)) { return false; }

        problem = CheckpointProblem.BadSize;
        if (!StrictDecimal.TryParse(sizeText, out var size)) { return false; }

        problem = CheckpointProblem.BadRoot;
        if (!StrictBase64.TryDecode(rootText, out var rootBytes) || !TreeHash.TryRead(rootBytes, out var root)) { return false; }

        problem = CheckpointProblem.EmptyTreeWithRoot;
        if (size == 0 && root != Rfc6962.EmptyRoot) { return false; }

        if (!TryReadExtensions(ref lines, out var extensions)) { problem = CheckpointProblem.EmptyExtensionLine; return false; }
        problem = CheckpointProblem.None;
        checkpoint = new Checkpoint(Encoding.UTF8.GetString(origin), new TreeHead(size, root)) { Extensions = extensions };
        return true;
    }

    /// <summary>The text to sign: three lines, or more where extensions were read.</summary>
    public byte[] ToBytes()
    {
        var text = new StringBuilder();
        text.Append(Origin).Append('\n')
            .Append(Head.Size.ToString(CultureInfo.InvariantCulture)).Append('\n')
            .Append(Head.Root.ToString()).Append('\n');
        foreach (var line in Extensions) { text.Append(line).Append('\n'); }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static bool TryReadExtensions(ref LineReader lines, out List<string> extensions)
    {
        extensions = [];
        while (lines.TryRead(out var line))
        {
            if (line.IsEmpty || !Utf8.IsValid(line)) { return false; }
            extensions.Add(Encoding.UTF8.GetString(line));
        }
        return lines.AtEnd;
    }
}
