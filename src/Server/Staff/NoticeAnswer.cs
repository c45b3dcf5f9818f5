// SPDX-License-Identifier: Apache-2.0
using Vigil.Orders.State;
using Vigil.Server.Storage;

namespace Vigil.Server.Staff;

/// <summary>All that the person concerned gets (N of docs/protocol/staff.md section 4).</summary>
internal sealed record NoticeAnswer(
    OrderPlace Order, SubjectBody? Subject, string Statement, byte[] Salt, string State, string? Why, DateTimeOffset Earliest, DateTimeOffset? Until, NoticeAppeal? Appeal)
{
    public static NoticeAnswer Of(Order order, Notice notice, AppealText? appeal, SubjectBody? subject, OpenBook book) => new(
        OrderPlace.Of(order, book), subject, notice.Statement, notice.Salt, StateOf(order), OrderStates.Why(order), News.EarliestOf(order), order.Proposal.Until,
        order.NewestAppeal is { } filed ? NoticeAppeal.Of(filed, appeal, book) : null);

    private static string StateOf(Order order) => OrderStates.Of(order) is "standing" ? "coming" : OrderStates.Of(order);
}

/// <summary><paramref name="Salt"/> opens the commitment of <c>appeal.filed</c> to the person's own text.</summary>
internal sealed record NoticeAppeal(string Appeal, DateTimeOffset Filed, DateTimeOffset Due, string? Decided, byte[]? Salt)
{
    public static NoticeAppeal Of(Appeal appeal, AppealText? text, OpenBook book) =>
        new(appeal.Id, appeal.Time, appeal.Time + book.Orders.Policy!.Silence, book.Journal.DecisionOn(appeal.Id), text?.Salt);
}
