// SPDX-License-Identifier: Apache-2.0
using System.Buffers;

namespace Vigil.Server.Files;

/// <summary>How an upload of one piece ended.</summary>
internal enum UploadEnd { Stored, TooShort, TooLong, DiskFailed }

/// <summary>Brings a piece from the network to the disk, a few pages at a time: slow senders cost no memory.</summary>
internal static class PieceUpload
{
    private const int PageSize = 32 * 1024;

    /// <remarks>
    /// (1) into a file of another name, never more than the piece has   <see cref="CopyAsync"/>
    /// (2) under its own name when all of it is there: nobody reads half a piece
    /// (3) whatever went wrong, nothing stays behind
    /// </remarks>
    public static async Task<UploadEnd> RunAsync(Stream body, int size, string path, CancellationToken cancel)
    {
        using var piece = new PieceFile(path);
        // (1)
        var end = piece.TryOpen() ? await CopyAsync(body, piece, size, cancel) : UploadEnd.DiskFailed;
        // (2)
        if (end == UploadEnd.Stored && !piece.TryFinish()) { end = UploadEnd.DiskFailed; }
        return end;
        // (3) PieceFile.Dispose
    }

    private static async Task<UploadEnd> CopyAsync(Stream body, PieceFile piece, int size, CancellationToken cancel)
    {
        var page = ArrayPool<byte>.Shared.Rent(PageSize);
        try
        {
            for (var left = size; ;)
            {
                var read = await body.ReadAsync(page, cancel);
                if (read == 0) { return left == 0 ? UploadEnd.Stored : UploadEnd.TooShort; }
                if (read > left) { return UploadEnd.TooLong; }
                if (!piece.TryWrite(page.AsSpan(0, read))) { return UploadEnd.DiskFailed; }
                left -= read;
            }
        }
        finally { ArrayPool<byte>.Shared.Return(page); }
    }
}
