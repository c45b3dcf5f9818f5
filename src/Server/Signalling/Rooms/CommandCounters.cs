// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Meetings.Commands;

namespace Vigil.Server.Signalling.Rooms;

/// <summary>How many commands were refused, by reason; of all rooms together, so that it says nothing of anybody.</summary>
internal sealed class CommandCounters
{
    private readonly long[] _refused = new long[Enum.GetValues<CommandProblem>().Length];

    public long this[CommandProblem reason] => Interlocked.Read(ref _refused[(int)reason]);

    public void Add(CommandProblem reason) => Interlocked.Increment(ref _refused[(int)reason]);
}
