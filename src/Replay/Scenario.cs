// SPDX-License-Identifier: Apache-2.0
using Vigil.Replay.Stage;
using Vigil.Replay.Telling;

namespace Vigil.Replay;

/// <summary>One act of the case: what an insider did there, tried here with everything that an insider has.</summary>
internal abstract class Scenario
{
    /// <summary>As in docs/replay.md.</summary>
    public abstract int Act { get; }

    /// <summary>As it is asked for on the command line: <c>end-meeting-alone</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What happened in the case, in one sentence.</summary>
    public abstract string Happened { get; }

    public abstract Means Needs { get; }

    public abstract Task PlayAsync(Scene scene, Story story);
}

/// <summary>What a scenario cannot be played without.</summary>
[Flags]
internal enum Means
{
    /// <summary>A server, wherever it is.</summary>
    None = 0,

    /// <summary>Keys of its staff.</summary>
    Staff = 1,

    /// <summary>A server of our own, whose clock and memory can be reached.</summary>
    OwnServer = 2,

    /// <summary>Real browsers.</summary>
    Browsers = 4,
}
