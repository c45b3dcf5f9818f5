// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Vigil.Orders.Entries;
using Vigil.Orders.State;
using Vigil.Server.Storage;
using Vigil.Tlog.Entries;

namespace Vigil.Server.Staff;

/// <summary>Tells the person concerned, at once or on the day that the approvers signed; the log gets the commitment.</summary>
internal sealed class NoticeMaker(Matters matters, NoticeStore notices)
{
    private static readonly string[] Channels = ["client", "link"];

    /// <summary>Null if nothing has to be said about this order now.</summary>
    public async Task<Written?> TellAsync(Order order, OpenBook book)
    {
        if (!order.Proposal.Traits.ConcernsSomebody || order.NoticeAt is not null) { return null; }
        var isQuiet = order.Proposal.QuietUntil is { } quiet && book.Now < quiet;
        if (order.IsNoticeDelayed) { return isQuiet ? null : await SendAsync(order, book); }
        // What was reversed before anybody was told came to nothing.
        if (!order.Stands) { return null; }
        return isQuiet
            ? await book.AppendAsync(OrderEntries.NoticeDelayed(book.NewId(), book.Now, order.Id, order.Proposal.QuietUntil!.Value))
            : await SendAsync(order, book);
    }

    private async Task<Written?> SendAsync(Order order, OpenBook book)
    {
        // Whom, nobody can say any more: no notice, and so no act.
        if (matters.SubjectOf(order.Proposal) is null) { return null; }
        var text = StatementOfReasons.Of(order, matters.CaseOf(order.Proposal), book.Orders.Site!.Origins[0], book.Now);
        var notice = notices.Keep(order.Id, text);
        using var salt = new SubjectSalt(notice.Salt);
        var commitment = NoticeCommitment.OfStatement(salt, Encoding.UTF8.GetBytes(notice.Statement));
        return await book.AppendAsync(OrderEntries.NoticeSent(book.NewId(), book.Now, order.Id, Channels, commitment));
    }
}
