// SPDX-License-Identifier: Apache-2.0
using Vigil.EndToEnd.Stage;

// Two meetings, and tests of single pages beside them: most of their time they wait for something to be shown. More pictures than those of two meetings would take both cores.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]
[assembly: AssemblyFixture(typeof(Browsers))]

namespace Vigil.EndToEnd;

/// <summary>Tests of people in a meeting: one after the other.</summary>
[CollectionDefinition(nameof(OneMeeting))]
public sealed class OneMeeting;

/// <summary>More of them, beside the first: those that look at what is said and done, and not at how pictures move.</summary>
[CollectionDefinition(nameof(AnotherMeeting))]
public sealed class AnotherMeeting;

/// <summary>Tests whose figures or times would be other people's if they shared the machine: pictures a second, seconds until something is seen.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
