// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;

namespace Vigil.Server.Log.Files;

/// <summary>fsync of a folder: .NET opens files only.</summary>
internal static partial class FolderSync
{
    private const string LibC = "libc";

    /// <summary>O_RDONLY | O_CLOEXEC on Linux, the same number on x64 and Arm64.</summary>
    private const int ReadOnlyCloseOnExec = 0x80000;

    public static void Sync(string path)
    {
        var folder = Open(path, ReadOnlyCloseOnExec);
        if (folder < 0) { throw Error(path); }
        try
        {
            if (FSync(folder) != 0) { throw Error(path); }
        }
        finally { _ = Close(folder); }
    }

    private static IOException Error(string path)
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"{Marshal.GetPInvokeErrorMessage(error)} : '{path}'", error);
    }

    [LibraryImport(LibC, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport(LibC, EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(int file);

    [LibraryImport(LibC, EntryPoint = "close")]
    private static partial int Close(int file);
}
