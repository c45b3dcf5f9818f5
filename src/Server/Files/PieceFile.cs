// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Server.Files;

/// <summary>
/// A piece that is being written under another name. The disk's faults are answers here, so that they are not mistaken for the
/// network's. Not synced: after a power cut there is no meeting that could want it.
/// </summary>
internal sealed class PieceFile(string path) : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _partial = $"{path}.part";
    private FileStream? _file;

    public bool TryOpen() => Try(() => _file = new FileStream(_partial, new FileStreamOptions
    {
        Mode = FileMode.Create,
        Access = FileAccess.Write,
        BufferSize = 0,
        UnixCreateMode = OwnerOnly,
    }));

    public bool TryWrite(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _file!.Write(bytes);
            return true;
        }
        catch (IOException) { return false; }
    }

    public bool TryFinish() => Try(() =>
    {
        Close();
        File.Move(_partial, path);
    });

    public void Dispose()
    {
        Close();
        Try(() => File.Delete(_partial));
    }

    private void Close()
    {
        _file?.Dispose();
        _file = null;
    }

    private static bool Try(Action step)
    {
        try
        {
            step();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return false; }
    }
}
