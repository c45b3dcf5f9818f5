// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Accounts;
using Vigil.Server.Tests.Support;

namespace Vigil.Server.Tests.Accounts;

public class TicketsTests
{
    [Fact]
    public void So_many_ceremonies_are_under_way_and_no_more()
    {
        var time = new ManualTimeProvider();
        var tickets = new Tickets(time);
        var pending = new Pending(Ceremony.SignIn, null, "");
        for (var i = 0; i < Tickets.Most; i++) { Assert.NotNull(tickets.Give(pending)); }
        Assert.Null(tickets.Give(pending));
        time.Advance(Tickets.Lives);
        Assert.NotNull(tickets.Give(pending));
    }

    [Fact]
    public void A_ticket_that_was_shown_for_something_else_is_gone()
    {
        var tickets = new Tickets(new ManualTimeProvider());
        var ticket = tickets.Give(new Pending(Ceremony.Create, AccountId.Random(), "state"))!;
        Assert.Null(tickets.Take(ticket, Ceremony.SignIn));
        Assert.Null(tickets.Take(ticket, Ceremony.Create));
    }
}
