// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Server.Files;

/// <summary>How a sealed file is cut into pieces (docs/protocol/meeting.md section 12): all of one size but the last.</summary>
internal readonly record struct PieceLayout
{
    public const int PlainPiece = 256 * 1024;
    public const int Tag = 16;
    public const int LargestPiece = PlainPiece + Tag;

    private PieceLayout(long bytes, int pieces) => (Bytes, Pieces) = (bytes, pieces);

    /// <summary>Of all pieces, sealed.</summary>
    public long Bytes { get; }

    public int Pieces { get; }

    /// <summary>False if so many bytes are not cut into so many pieces. An empty file is one empty piece.</summary>
    public static bool TryMake(long bytes, int pieces, out PieceLayout layout)
    {
        layout = new PieceLayout(bytes, pieces);
        if (pieces < 1 || bytes < Tag) { return false; }
        var last = bytes - ((pieces - 1L) * LargestPiece);
        return last <= LargestPiece && last >= (pieces == 1 ? Tag : Tag + 1);
    }

    public int SizeOf(int piece) => piece < Pieces - 1 ? LargestPiece : (int)(Bytes - ((Pieces - 1L) * LargestPiece));
}
