// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Net;

namespace Vigil.Rtc.Stun;

/// <summary>The addresses that an authenticated check came from, and when. Few: a plain scan is quickest.</summary>
internal sealed class IceTuples
{
    /// <summary>A laptop has some interfaces in two families; more than this many live paths is a fault or an attack.</summary>
    public const int Capacity = 16;

    private const int NoneSelected = -1;

    private readonly TransportAddress[] addresses = new TransportAddress[Capacity];
    private readonly long[] checkedAt = new long[Capacity];
    private int count;
    private int selected = NoneSelected;
    private long lastCheck;

    public TransportAddress? Selected => selected == NoneSelected ? null : addresses[selected];

    /// <summary>When the selected address was last checked; before a selection, when any was. Null before the first check.</summary>
    public long? LastCheck => selected != NoneSelected ? checkedAt[selected] : count > 0 ? lastCheck : null;

    public bool Contains(in TransportAddress address) => IndexOf(address) >= 0;

    /// <summary>Remembers an authenticated check. A new address takes the place of the one unheard for longest, but never of the selected one.</summary>
    public void Checked(in TransportAddress from, long now)
    {
        var at = IndexOf(from);
        if (at < 0)
        {
            at = count < Capacity ? count++ : StalestUnselected();
            addresses[at] = from;
        }
        checkedAt[at] = now;
        lastCheck = now;
    }

    /// <summary>Selects an address that was checked; true if that is a change.</summary>
    public bool Select(in TransportAddress address)
    {
        var at = IndexOf(address);
        if (at == selected) { return false; }
        selected = at;
        return true;
    }

    private int IndexOf(in TransportAddress address) => Array.IndexOf(addresses, address, 0, count);

    private int StalestUnselected()
    {
        var stalest = selected == 0 ? 1 : 0;
        for (var i = 0; i < count; i++)
        {
            if (i != selected && checkedAt[i] < checkedAt[stalest]) { stalest = i; }
        }
        return stalest;
    }
}
