// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Log;
using Vigil.Server.Signalling;
using Vigil.Server.Signalling.Media;

namespace Vigil.Server;

/// <summary>What tests put in the place of a real clock, media plane and console.</summary>
internal sealed record ServerParts
{
    public TimeProvider Time { get; init; } = TimeProvider.System;

    public SignallingLimits Limits { get; init; } = new();

    /// <summary>Instead of the media plane that the options describe.</summary>
    public IMediaPlane? Media { get; init; }

    /// <summary>Instead of the disk, the key and the network under the public log.</summary>
    public LogSeams? Log { get; init; }

    /// <summary>Instead of what the disk says is free.</summary>
    public Func<long>? FreeDisk { get; init; }

    /// <summary>Instead of the console.</summary>
    public ILoggerProvider? LoggerProvider { get; init; }
}
