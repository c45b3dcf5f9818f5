// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Replay.Telling;

/// <summary>One thing that the insider tried.</summary>
/// <param name="Tried">what, as a sentence without a subject: "proposes the end and approves it alone"</param>
/// <param name="Means">what was needed for it: "own desk", "root on the server"</param>
/// <param name="CameOut">what came of it, with the reason that the server, the log or a client gave</param>
/// <param name="Held">the promise was kept</param>
/// <param name="KnownAfter">how long it took until somebody outside could know; null where nothing happened that one could know of</param>
internal sealed record Attempt(string Tried, string Means, string CameOut, bool Held, TimeSpan? KnownAfter = null);
