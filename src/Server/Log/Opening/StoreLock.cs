// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Server.Log.Opening;

/// <summary>Two processes that write one log would fork it. The kernel lets go when the process ends, however it ends.</summary>
internal static class StoreLock
{
    public static IDisposable Take(string folder)
    {
        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Directory.CreateDirectory(folder, ownerOnly | UnixFileMode.UserExecute);
        var path = Path.Combine(folder, "lock");
        try
        {
            return new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, UnixCreateMode = ownerOnly });
        }
        catch (IOException) when (File.Exists(path)) { throw new LogStoreException(path, "another process has this log open"); }
    }
}
