// SPDX-License-Identifier: Apache-2.0
using Vigil.Replay.Staff;

namespace Vigil.Replay.Stage;

/// <summary>A server that runs already. What the insider has of it was given by options.</summary>
internal sealed class VisitedHouse(ReplayOptions options) : House
{
    private DeskClient? desk;

    public override string Url { get; } = options.Url!.GetLeftPart(UriPartial.Authority);

    public override string LogOrigin => field ??= Http.GetStringAsync(new Uri("/log/checkpoint", UriKind.Relative)).GetAwaiter().GetResult().Split('\n')[0];

    public override DateTimeOffset Clock => DateTimeOffset.UtcNow;

    public override DeskClient Desk => desk ??= new DeskClient(Address, Url, StaffKeyFile.Read(options.StaffKeys!, Address));

    public override async ValueTask DisposeAsync()
    {
        desk?.Dispose();
        await base.DisposeAsync();
    }
}
