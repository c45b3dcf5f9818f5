// SPDX-License-Identifier: Apache-2.0
using Vigil.Orders.State;
using Vigil.Server.Crypto;
using Vigil.Server.Storage;

namespace Vigil.Server.Staff;

/// <summary>What those are told whom an order concerns.</summary>
internal sealed class News(Matters matters, NoticeStore notices)
{
    public OrderNews Of(Order order, OpenBook book) => new(
        OrderPlace.Of(order, book),
        matters.SubjectOf(order.Proposal) is { } subject ? Convert.ToBase64String(subject.Salt) : "",
        EarliestOf(order),
        book.Journal.TraceOf(order.Id).Notice is null ? null : TokenOf(order));

    /// <summary>When it can be carried out, as far as that is known: a notice that was not sent yet does not run.</summary>
    public static DateTimeOffset EarliestOf(Order order) =>
        order.Proposal.Traits.ConcernsSomebody && order.NoticeAt is { } told && told + order.NoticeTime > order.EarliestAct ? told + order.NoticeTime : order.EarliestAct;

    public string? TokenOf(Order order) => notices.Find(order.Id) is { } notice ? StrictBase64Url.Encode(notice.Token) : null;
}
