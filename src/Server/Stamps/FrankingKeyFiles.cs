// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Security.Cryptography;
using Vigil.Server.Log;
using Vigil.Server.Log.Files;

namespace Vigil.Server.Stamps;

/// <summary>The franking keys on the disk: one file each, named by its number, readable by its owner alone.</summary>
internal sealed class FrankingKeyFiles(DurableFolder folder)
{
    private const string Prefix = "franking-";
    private const string Suffix = ".key";

    /// <summary>The numbers of the keys that are there.</summary>
    public IEnumerable<uint> Numbers()
    {
        if (!Directory.Exists(folder.Root)) { yield break; }
        foreach (var path in Directory.EnumerateFiles(folder.Root, $"{Prefix}*{Suffix}"))
        {
            var number = Path.GetFileName(path.AsSpan())[Prefix.Length..^Suffix.Length];
            yield return uint.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) && Name(parsed) == Path.GetFileName(path)
                ? parsed
                : throw new LogStoreException(path, $"not a name of a franking key: {Prefix}<number>{Suffix}");
        }
    }

    public FrankingKey Load(uint number)
    {
        var path = folder.PathOf(Name(number));
        const UnixFileMode others = ~(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        if ((File.GetUnixFileMode(path) & others) != 0) { throw new LogStoreException(path, "this key can be read by others: chmod 600, and consider it known if they did"); }
        var secret = folder.ReadIfThere(Name(number)) ?? [];
        try
        {
            return secret.Length == FrankingKey.Length ? new FrankingKey(number, secret) : throw new LogStoreException(path, $"a franking key has {FrankingKey.Length} bytes");
        }
        finally { CryptographicOperations.ZeroMemory(secret); }
    }

    /// <summary>On the disk before it tags anything: a tag that cannot be checked after a restart would be no evidence.</summary>
    public FrankingKey Create(uint number)
    {
        var secret = RandomNumberGenerator.GetBytes(FrankingKey.Length);
        try
        {
            folder.Write(Name(number), secret);
            return new FrankingKey(number, secret);
        }
        finally { CryptographicOperations.ZeroMemory(secret); }
    }

    /// <summary>Overwrites, then removes; the name is gone when this returns. What a disk keeps of overwritten blocks is its own.</summary>
    public void Destroy(uint number)
    {
        var path = folder.PathOf(Name(number));
        if (!File.Exists(path)) { return; }
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Write))
        {
            file.Write(new byte[file.Length]);
            file.Flush(flushToDisk: true);
        }
        File.Delete(path);
        FolderSync.Sync(folder.Root);
    }

    private static string Name(uint number) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number}{Suffix}");
}
