// SPDX-License-Identifier: Apache-2.0
using Microsoft.Extensions.Logging.Abstractions;
using Vigil.Orders;
using Vigil.Server.Log;
using Vigil.Server.Log.Opening;
using Vigil.Server.Tests.Support;
using Vigil.Tlog.Entries;

namespace Vigil.Server.Tests.Log;

/// <summary>A log that begins with staff: all of them signed, or it does not begin.</summary>
public sealed class FoundingTests
{
    private static readonly TestMember[] Three =
    [
        new("ann", "operator privacy", "DE DE", "ops"),
        new("ben", "legal", "FR FR", "law", isEd25519: true),
        new("cho", "trustee", "KR KR", "out"),
    ];

    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task A_server_starts_on_it_and_its_log_has_the_staff()
    {
        using var folder = new TempFolder();
        var data = Path.Combine(folder.Path, "data");
        await FoundedLog.BeginAsync(data, Three, TestJson.Small(), _time);
        await using var server = await TestServer.StartAsync(data, origin: TestSite.WebOrigin);

        var log = new OrderLog(server.PublicLog.Origin);
        Assert.All(LogFolders.ReadAll(server.PublicLog).Select((bytes, index) => log.Apply((ulong)index, Read(bytes))), Assert.Empty);
        Assert.Equal(["ann", "ben", "cho"], log.Roster!.Members.Select(member => member.Id));
        Assert.Equal((TestSite.RpId, TestSite.WebOrigin), (log.Site!.Id, Assert.Single(log.Site.Origins)));
    }

    [Fact]
    public async Task What_not_all_signed_does_not_begin_and_leaves_no_log()
    {
        using var folders = new LogFolders();
        var founding = new Founding(TestSite.RpId, [TestSite.WebOrigin], TestJson.Roster(Three), TestJson.Small(), [Three[0].SignChallenge(new byte[32])]);
        var refusal = Assert.Throws<LogStoreException>(() => Open(folders, founding));
        Assert.Contains("a signature of something else (ann)", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("a member of the first roster has not signed it (ben)", refusal.Message, StringComparison.Ordinal);
        await using var log = Open(folders, null);
        Assert.Equal(3ul, log.Signed.Head.Size);
    }

    [Fact]
    public async Task A_log_that_began_without_staff_stays_so()
    {
        using var folders = new LogFolders();
        await using (Open(folders, null)) { }
        var refusal = Assert.Throws<LogStoreException>(() => Open(folders, new Founding(TestSite.RpId, [TestSite.WebOrigin], TestJson.Roster(Three), TestJson.Small(), [])));
        Assert.Contains("there is a log already", refusal.Message, StringComparison.Ordinal);
    }

    private PublicLog Open(LogFolders folders, Founding? founding) =>
        PublicLog.Open(folders.Options, LogFolders.Origin, _time, NullLogger<PublicLog>.Instance, founding: founding);

    private static LogEntry Read(byte[] bytes) => LogEntry.TryParse(bytes, out var entry, out var failure) ? entry! : throw new InvalidDataException(failure.ToString());
}
