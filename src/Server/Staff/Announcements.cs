// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Meetings;

namespace Vigil.Server.Staff;

/// <summary>Orders to end a meeting of which its people have been told and that have not been carried out.</summary>
internal sealed class Announcements
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (MeetingId Meeting, OrderNews News)> _byOrder = new(StringComparer.Ordinal);

    public IReadOnlyList<OrderNews> Of(MeetingId meeting)
    {
        lock (_gate) { return _byOrder.Count == 0 ? [] : [.. _byOrder.Values.Where(one => one.Meeting.Equals(meeting)).Select(one => one.News)]; }
    }

    /// <summary>False if it was announced before.</summary>
    public bool Add(string order, MeetingId meeting, OrderNews news)
    {
        lock (_gate) { return _byOrder.TryAdd(order, (meeting, news)); }
    }

    public bool Has(string order)
    {
        lock (_gate) { return _byOrder.ContainsKey(order); }
    }

    public void Remove(string order)
    {
        lock (_gate) { _byOrder.Remove(order); }
    }
}
