// SPDX-License-Identifier: Apache-2.0
using Vigil.EndToEnd.Stage;

// People wait more than they compute, so two meetings fit on two cores; what measures stands in the collection "Alone".
[assembly: CollectionBehavior(MaxParallelThreads = 2)]
[assembly: AssemblyFixture(typeof(Browsers))]

namespace Vigil.EndToEnd;

/// <summary>Tests whose figures or times would be other people's if they shared the machine: pictures a second, seconds until something is seen.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
