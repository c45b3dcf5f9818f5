// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Server.Files;

/// <summary>How much the server keeps for meetings. The first two are the protocol's, the rest is the operator's.</summary>
internal sealed record FileLimits
{
    public const long LargestFile = 50L << 20;
    public const long LargestMeeting = 500L << 20;

    /// <summary>Small files cost more than their bytes.</summary>
    public const int MostFiles = 500;

    /// <summary>What stays free on the disk for log and database, whatever is shared.</summary>
    public const long SpareDisk = 256L << 20;

    /// <summary>Of one file at a time.</summary>
    public const int MostUploads = 8;

    /// <summary>Room that was asked for and is not being filled goes back.</summary>
    public static readonly TimeSpan UploadWithin = TimeSpan.FromMinutes(10);

    /// <summary>In all meetings together.</summary>
    public required long Server { get; init; }
}
