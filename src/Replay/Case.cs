// SPDX-License-Identifier: Apache-2.0
using Vigil.Replay.Scenarios;

namespace Vigil.Replay;

/// <summary>All acts, in the order in which they happened.</summary>
internal static class Case
{
    public static IReadOnlyList<Scenario> Acts { get; } =
    [
        new EndMeetingAlone(),
        new OneMinuteKill(),
        new WatchContent(),
        new KnownNumber(),
        new HandOver(),
        new AskAColleague(),
        new InfiltrateAndReport(),
        new Fabricate(),
        new SuspendAndAppeal(),
        new Gag(),
        new ExposedApprover(),
        new Tamper(),
        new KeyRoute(),
        new Investigate(),
    ];

    /// <summary>Those of these names or numbers; all if none is given.</summary>
    /// <exception cref="ReplayException">there is no such act</exception>
    public static IReadOnlyList<Scenario> Choose(IReadOnlyList<string> only)
    {
        foreach (var name in only.Where(name => !Acts.Any(act => IsCalled(act, name)))) { throw new ReplayException($"there is no act '{name}'"); }
        return only.Count == 0 ? Acts : [.. Acts.Where(act => only.Any(name => IsCalled(act, name)))];
    }

    private static bool IsCalled(Scenario act, string name) => act.Name == name || $"{act.Act}" == name;
}
