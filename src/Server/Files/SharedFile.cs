// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace Vigil.Server.Files;

/// <summary>A file of one meeting: who may read and write it, and which pieces are there. Nothing else is known of it.</summary>
internal sealed class SharedFile(PieceLayout layout, FileToken read, FileToken write, string folder, Action<SharedFile> gone, TimeProvider time)
{
    private readonly byte[] _readHash = read.Hash();
    private readonly byte[] _writeHash = write.Hash();
    private readonly PieceState[] _pieces = new PieceState[layout.Pieces];
    private readonly Lock _gate = new();
    private bool _isDropped;
    private int _uploads;
    private int _missing = layout.Pieces;
    private long _touchedAt = time.GetTimestamp();

    private enum PieceState : byte { Missing, Uploading, There }

    public PieceLayout Layout => layout;

    public string Folder => folder;

    public bool MayRead(FileToken token) => token.HasHash(_readHash);

    public bool MayWrite(FileToken token) => token.HasHash(_writeHash);

    /// <summary>Bytes that were promised room and are not on the disk yet.</summary>
    public long Outstanding
    {
        get
        {
            lock (_gate) { return Enumerable.Range(0, layout.Pieces).Where(piece => _pieces[piece] != PieceState.There).Sum(piece => (long)layout.SizeOf(piece)); }
        }
    }

    /// <summary>Its upload was begun and left.</summary>
    public bool IsAbandoned
    {
        get { lock (_gate) { return _missing > 0 && _uploads == 0 && time.GetElapsedTime(_touchedAt) > FileLimits.UploadWithin; } }
    }

    public bool Has(int piece)
    {
        lock (_gate) { return _pieces[piece] == PieceState.There; }
    }

    /// <summary>Null if the meeting ended in this moment.</summary>
    public FileStream? TryRead(int piece)
    {
        try { return new FileStream(PathOf(piece), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous); }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException) { return null; }
    }

    public string PathOf(int piece) => Path.Combine(folder, piece.ToString(CultureInfo.InvariantCulture));

    /// <summary>Takes the piece's place, so that two uploads never write one piece.</summary>
    public UploadStart BeginUpload(int piece)
    {
        lock (_gate)
        {
            if (_isDropped) { return UploadStart.Gone; }
            if (_pieces[piece] != PieceState.Missing) { return UploadStart.PieceExists; }
            if (_uploads >= FileLimits.MostUploads) { return UploadStart.TooMany; }
            _uploads++;
            _pieces[piece] = PieceState.Uploading;
            return UploadStart.Begun;
        }
    }

    public void EndUpload(int piece, bool isThere)
    {
        lock (_gate)
        {
            _uploads--;
            _pieces[piece] = isThere ? PieceState.There : PieceState.Missing;
            if (isThere) { _missing--; }
            _touchedAt = time.GetTimestamp();
            if (!_isDropped || _uploads > 0) { return; }
        }
        gone(this);
    }

    /// <summary>Nobody begins to upload any more; with the last upload that is under way, the file goes.</summary>
    public void Drop()
    {
        lock (_gate)
        {
            if (_isDropped) { return; }
            _isDropped = true;
            if (_uploads > 0) { return; }
        }
        gone(this);
    }
}

internal enum UploadStart { Begun, PieceExists, TooMany, Gone }
