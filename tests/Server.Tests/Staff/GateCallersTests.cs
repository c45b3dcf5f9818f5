// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Accounts;
using Vigil.Server.Signalling.Rooms;
using Vigil.Server.Staff;
using Vigil.Server.Storage;
using Vigil.Tests;

namespace Vigil.Server.Tests.Staff;

/// <summary>Nobody but the gate ends, suspends, restores, reads or discloses: held against the compiled server.</summary>
public class GateCallersTests
{
    public static TheoryData<Type, string, string[]> Rules => new()
    {
        { typeof(Powers), nameof(Powers.EndMeeting), [nameof(OrderGate)] },
        { typeof(Powers), nameof(Powers.SuspendAccount), [nameof(OrderGate)] },
        { typeof(Powers), nameof(Powers.RestoreMeeting), [nameof(OrderGate)] },
        { typeof(Powers), nameof(Powers.RestoreAccount), [nameof(OrderGate)] },
        { typeof(Powers), nameof(Powers.ReadUserRecord), [nameof(OrderGate)] },
        { typeof(Powers), nameof(Powers.DiscloseUserRecord), [nameof(OrderGate)] },
        // What the powers themselves use.
        { typeof(Sanctions), nameof(Sanctions.Add), [nameof(Powers)] },
        { typeof(Sanctions), nameof(Sanctions.Remove), [nameof(Powers)] },
        { typeof(MeetingRooms), nameof(MeetingRooms.EndByOrder), [nameof(Powers)] },
        { typeof(MeetingRoom), nameof(MeetingRoom.EndByOrder), [nameof(MeetingRooms)] },
        { typeof(UserRecord), nameof(UserRecord.Read), [nameof(Powers)] },
        // Its owner, and the record that only the powers read.
        { typeof(AccountTables), nameof(AccountTables.Read), [nameof(AccountEndpoints), nameof(UserRecord)] },
        // The log is written by the book alone, so that nothing about orders gets by the rules.
        { typeof(Vigil.Server.Log.PublicLog), nameof(Vigil.Server.Log.PublicLog.AppendAsync), [nameof(OrderBook)] },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void Only_those_call_it_who_may(Type type, string method, string[] callers) =>
        Assert.Equal(callers.Order(), Callers(typeof(VigilServer).Assembly.Location, type, method));

    [Fact]
    public void A_second_caller_is_found_however_it_hides()
    {
        var found = Callers(typeof(GateCallersTests).Assembly.Location, typeof(Powers), nameof(Powers.RestoreMeeting));
        Assert.Equal([nameof(CallsIt), nameof(CallsItLater), nameof(GivesItAway), nameof(HidesItInALambda)], found);
    }

    [Fact]
    public void Every_power_is_in_the_table()
    {
        var powers = typeof(Powers).GetMethods().Where(method => method.DeclaringType == typeof(Powers)).Select(method => method.Name).Distinct();
        Assert.Equal(powers.Order(), Rules.Where(rule => rule.Data.Item1 == typeof(Powers)).Select(rule => rule.Data.Item2).Order());
    }

    private static IEnumerable<string> Callers(string assembly, Type type, string method) =>
        CallGraph.Of(assembly).Where(call => call.Type == type.FullName && call.Method == method).Select(call => call.Caller.Split('.')[^1]).Distinct().Order();
}

internal static class CallsIt
{
    public static void Now(Powers powers) => powers.RestoreMeeting("");
}

internal static class CallsItLater
{
    public static async Task WaitAsync(Powers powers)
    {
        await Task.Yield();
        powers.RestoreMeeting("");
    }
}

internal static class GivesItAway
{
    public static Action<string> To(Powers powers) => powers.RestoreMeeting;
}

internal static class HidesItInALambda
{
    public static Action In(Powers powers) => () => new List<string> { "" }.ForEach(order => powers.RestoreMeeting(order));
}
