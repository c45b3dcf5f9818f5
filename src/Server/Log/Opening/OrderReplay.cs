// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Vigil.Orders;
using Vigil.Server.Log.Files;
using Vigil.Server.Staff;
using Vigil.Tlog.Checkpoints;
using Vigil.Tlog.Entries;
using Vigil.Tlog.Tiles;

namespace Vigil.Server.Log.Opening;

/// <summary>
/// Brings what the server knows of its staff's orders up to what its log says: at the start, from the authenticated files alone. A log begins with staff
/// or never has any, so of a log without them the first entry is all that is read.
/// </summary>
internal sealed class OrderReplay(StaffLog staff, FolderTiles tiles, ILogger<PublicLog> logger)
{
    private ulong _size;

    /// <summary>Our own writer puts the type at this place.</summary>
    private static ReadOnlySpan<byte> Head => "{\"v\":1,\"type\":\""u8;

    public void CatchUp(TreeHead head)
    {
        if (_size == head.Size) { return; }
        var opened = GrowthCheck.Open(tiles, head);
        while (_size < head.Size)
        {
            var (bundle, first) = Math.DivRem(_size, (ulong)TilePath.FullWidth);
            if (!opened.TryReadBundle(bundle, out var read)) { throw GrowthCheck.Damage(tiles, head, opened.Failure); }
            for (var i = (int)first; i < read!.Count; i++)
            {
                Take(_size++, read[i]);
                if (staff.HasStaff) { continue; }
                _size = head.Size;
                return;
            }
        }
    }

    /// <summary>Whether an entry may say anything about orders. What is not exactly as our own writer has it is looked at.</summary>
    internal static bool MayMatter(ReadOnlySpan<byte> entry)
    {
        if (!entry.StartsWith(Head) || entry.Contains((byte)'\\')) { return true; }
        var rest = entry[Head.Length..];
        var end = rest.IndexOf((byte)'"');
        if (end < 0) { return true; }
        var type = rest[..end];
        // Of statements only those that promise the next one are judged.
        return type.SequenceEqual("statement"u8) ? rest.IndexOf("\"next_due\""u8) >= 0 : OrderLog.Judges(Encoding.UTF8.GetString(type));
    }

    private void Take(ulong index, ReadOnlyMemory<byte> bytes)
    {
        if (!MayMatter(bytes.Span)) { return; }
        if (!LogEntry.TryParse(bytes, out var entry, out var failure)) { throw new LogStoreException(tiles.Root, $"entry {index} is none: {failure}"); }
        if (staff.Apply(index, entry!) is { Count: > 0 } refusals) { logger.EntryAgainstRules(index, string.Join(", ", refusals.Select(refusal => refusal.Reason))); }
    }
}
