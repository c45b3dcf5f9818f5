// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Server.Signalling;

/// <summary>The numbers of docs/protocol/signalling.md. Tests shorten the ones that the network stack's own clock measures.</summary>
internal sealed record SignallingLimits
{
    public const int LargestFrame = 512 * 1024;
    public const int MalformedFrames = 10;
    public const int MessagesPerSecond = 100;
    public const int MessageBurst = 300;

    /// <summary>What may wait for one slow client: a few commits with large trees, or thousands of small events.</summary>
    public const int LargestBacklog = 4 * 1024 * 1024;

    public static readonly TimeSpan JoinWithin = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan HelloAnswer = TimeSpan.FromSeconds(3);

    /// <summary>A ping after this silence; with <see cref="PongWithin"/> a dead peer is cut 30 s after its last sign of life.</summary>
    public TimeSpan PingAfter { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan PongWithin { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a peer may take to answer our close frame.</summary>
    public TimeSpan CloseWithin { get; init; } = TimeSpan.FromSeconds(2);
}
