// SPDX-License-Identifier: Apache-2.0
using Vigil.EndToEnd.Stage;

// Beside a meeting there is room for tests of single pages, not for another meeting: three people's pictures take most of two cores.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]
[assembly: AssemblyFixture(typeof(Browsers))]

namespace Vigil.EndToEnd;

/// <summary>Tests of people in a meeting: one after the other.</summary>
[CollectionDefinition(nameof(OneMeeting))]
public sealed class OneMeeting;

/// <summary>Tests whose figures or times would be other people's if they shared the machine: pictures a second, seconds until something is seen.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
