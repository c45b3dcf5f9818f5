// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using Vigil.Replay.Stage;

namespace Vigil.EndToEnd.Stage;

/// <summary>The house of the replay for staff who sit at browsers: virtual authenticators sign with P-256 only.</summary>
internal static class DeskServer
{
    /// <summary>The least that any policy may have for ending a meeting. The browsers' clocks stay behind when the server's jumps so far, and admissions hold for no longer.</summary>
    public static TimeSpan Notice { get; } = TimeSpan.FromMinutes(10);

    public static Task<OwnHouse> StartAsync() => OwnHouse.OpenAsync(new HouseOptions(Checkout.WebClient, ShortNotice)
    {
        Staff =
        [
            new("ann", "operator", "DE DE", "ops"), new("ben", "legal", "FR FR", "law"), new("cho", "privacy", "KR KR", "law"),
            new("dee", "trustee", "US US", "us"), new("fay", "trustee", "DE DE", "out"), new("hal", "privacy", "SE SE", "law"),
        ],
    });

    private static void ShortNotice(JsonNode policy) => policy["actions"]!["meeting.end"]!["notice"] = (int)Notice.TotalSeconds;
}
