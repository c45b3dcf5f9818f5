// SPDX-License-Identifier: Apache-2.0
using Vigil.Replay.Stage;

namespace Vigil.Replay;

/// <summary>Against what, and with which of the insider's means, the case is played.</summary>
internal sealed record ReplayOptions
{
    /// <summary>Runs <c>vigil</c> with arguments; the scenarios audit as anybody would.</summary>
    public required Func<string[], Task<Printout>> Vigil { get; init; }

    /// <summary>Somebody's running server; without it each scenario has a fresh one of its own.</summary>
    public Uri? Url { get; init; }

    /// <summary>The visited server's data folder, only read.</summary>
    public string? Data { get; init; }

    /// <summary>File with the keys of the visited server's staff.</summary>
    public string? StaffKeys { get; init; }

    /// <summary>Folder of the built web client, for servers of our own.</summary>
    public string Web { get; init; } = Path.Combine("web", "dist");

    public string Chromium { get; init; } = Browsers.Chromium.UsualPath;

    /// <summary>Names or numbers of the acts to be played; all if empty.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>An act ends at the first promise that is broken.</summary>
    public bool StopsWhenBroken { get; init; }

    public Means Given =>
        (Url is null ? Means.OwnServer | Means.Staff : Means.None)
        | (StaffKeys is null ? Means.None : Means.Staff)
        | (Browsers.Chromium.IsAt(Chromium) ? Means.Browsers : Means.None);
}
