// SPDX-License-Identifier: Apache-2.0
using Vigil.Orders.Tests.Support;

namespace Vigil.Orders.Tests.Rules;

/// <summary>The course of an order from proposal to act, and every way to leave it.</summary>
public sealed class CourseTests
{
    private readonly World _world = new(World.EightPeople());

    [Fact]
    public void Three_people_in_two_jurisdictions_end_a_meeting_once()
    {
        var order = _world.Order(_world.Draft("meeting.end"), "ben", "dee", "fay");
        Expect("no_notice", _world.Executed(order));
        _world.Must(_world.Notice(order));
        _world.Now = _world.Now.AddSeconds(899);
        Expect("notice_too_late", _world.Executed(order));
        _world.Now = _world.Now.AddSeconds(1);
        Assert.Empty(_world.Log.CheckAct(order, _world.Now));
        _world.Must(_world.Executed(order));
        Expect("already_used", _world.Executed(order));
        Assert.Equal(["ben", "dee", "fay"], _world.Log.FindOrder(order)!.Approvers);
    }

    private void Expect(string reasons, Tlog.Entries.LogEntry entry) => Assert.Equal(reasons, World.Texts(_world.Apply(entry)));
}
