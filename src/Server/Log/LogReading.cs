// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using Vigil.Tlog.Entries;

namespace Vigil.Server.Log;

/// <summary>Reads entries back, from the files as they are served.</summary>
internal static class LogReading
{
    /// <summary>The value of one member of an entry, byte for byte as it stands there: hashes and signatures are over these bytes.</summary>
    public static byte[] ReadMember(this PublicLog log, ulong index, string member)
    {
        var head = log.Signed.Head;
        var tiles = GrowthCheck.Open(log.Tiles, head);
        if (!tiles.TryReadEntry(index, out var bytes)) { throw GrowthCheck.Damage(log.Tiles, head, tiles.Failure); }
        return LogEntry.TryParse(bytes, out var entry, out var failure)
            ? JsonMarshal.GetRawUtf8Value(entry!.Body.GetProperty(member)).ToArray()
            : throw new LogStoreException(log.Tiles.Root, $"entry {index} is none: {failure}");
    }
}
