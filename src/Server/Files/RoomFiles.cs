// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Signalling.Messages;

namespace Vigil.Server.Files;

/// <summary>The files of one room, which go with it.</summary>
internal sealed class RoomFiles(FileStore store) : IDisposable
{
    private readonly Dictionary<FileId, PieceLayout> _files = [];
    private readonly Lock _gate = new();
    private bool _isOver;

    public Outcome Create(CreateFileRequest request)
    {
        if (!PieceLayout.TryMake(request.Bytes, request.Pieces, out var layout)) { return Refusal.Malformed("so many bytes are not cut into so many pieces"); }
        lock (_gate)
        {
            if (_isOver) { return Refusal.WrongState("the room has ended"); }
            ForgetAbandoned();
            if (_files.Count >= FileLimits.MostFiles || _files.Values.Sum(file => file.Bytes) + layout.Bytes > FileLimits.LargestMeeting) { return Refuse(NoRoom.Meeting); }
            var (id, read, write) = (FileId.Random(), FileToken.Random(), FileToken.Random());
            if (store.TryCreate(layout, id, read, write) is { } used) { return Refuse(used); }
            _files.Add(id, layout);
            return new FileOk(id, read, write);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
            foreach (var id in _files.Keys) { store.Drop(id); }
            _files.Clear();
        }
    }

    private void ForgetAbandoned()
    {
        foreach (var id in _files.Keys.Where(id => store.Find(id) is null or { IsAbandoned: true }).ToArray())
        {
            store.Drop(id);
            _files.Remove(id);
        }
    }

    private static Refusal Refuse(NoRoom used) => new("no_room", used switch
    {
        NoRoom.File => $"a file has at most {FileLimits.LargestFile >> 20} MiB",
        NoRoom.Meeting => $"a meeting has room for {FileLimits.LargestMeeting >> 20} MiB in {FileLimits.MostFiles} files",
        NoRoom.Server => "the server's room for files is used up",
        _ => "the server's disk is too full for files",
    });
}
