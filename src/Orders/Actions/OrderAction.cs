// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Orders.Actions;

/// <summary>All that staff can do to anybody or anything. There is no other.</summary>
public enum OrderAction
{
    MeetingEnd,
    AccountSuspend,
    DataRead,
    DataDisclose,
    RosterChange,
    PolicyChange,
    WitnessChange,
    KeyChange,
    StatementPublish,
    OrderReverse,
    AppealUphold,
    AppealOverturn,
    BreakglassMeeting,
    BreakglassAccount,
}
