// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using Vigil.Orders.State;
using Vigil.Server.Accounts;
using Vigil.Server.Meetings;
using Vigil.Server.Signalling.Rooms;
using Vigil.Server.Storage;

namespace Vigil.Server.Staff;

/// <summary>
/// All that this server can do to somebody against their will. <see cref="OrderGate"/> is the only caller, which a test holds the compiled program
/// to; nothing here asks whether it may.
/// </summary>
internal sealed class Powers(Sanctions sanctions, MeetingRooms rooms, UserRecord records)
{
    /// <summary>Nobody comes in from now on, then those who are in are told and disconnected. Meeting, links and history stay.</summary>
    public void EndMeeting(Order order, Meeting meeting, OrderNews news)
    {
        sanctions.Add(new Sanction(order.Id, meeting.Id, null, order.Proposal.Until, news));
        rooms.EndByOrder(meeting.Id, news);
    }

    public void SuspendAccount(Order order, Account account, OrderNews news) => sanctions.Add(new Sanction(order.Id, null, account.Id, order.Proposal.Until, news));

    public void RestoreMeeting(string order) => sanctions.Remove(order);

    public void RestoreAccount(string order) => sanctions.Remove(order);

    /// <summary>Null if nothing of these classes is held.</summary>
    public JsonObject? ReadUserRecord(Account account, IReadOnlyList<string> classes, OpenBook book) => records.Read(account, classes, book);

    /// <summary>The same, sealed so that its recipient alone can read it.</summary>
    public byte[]? DiscloseUserRecord(Order order, Account account, OpenBook book) =>
        records.Read(account, order.Proposal.Classes, book) is { } record ? Disclosure.Seal(record, Convert.FromBase64String(order.Proposal.Key!), order.Id) : null;
}
