// SPDX-License-Identifier: Apache-2.0
using Microsoft.Extensions.Logging.Abstractions;
using Vigil.Orders.Approvals;
using Vigil.Orders.Entries;
using Vigil.Server.Log;
using Vigil.Server.Log.Files;
using Vigil.Server.Log.Opening;
using Vigil.Server.Serving;
using Vigil.Server.Storage;
using Vigil.Tlog.Entries;

namespace Vigil.Replay.Staff;

/// <summary>A server's data folder whose log begins with staff, as after a ceremony: a server that is started on it has them.</summary>
internal static class FoundedLog
{
    /// <summary>The sites of their keys are the server's: start it with that <c>--origin</c>.</summary>
    public static async Task BeginAsync(string data, IReadOnlyList<KeyedMember> staff, byte[] policy, TimeProvider time)
    {
        DataFolder.Open(data, out _);
        var options = new ServeOptions { Data = data, LogOrigin = StagedSite.Origin }.LogOptions;
        await using var log = PublicLog.Open(options, null, time, NullLogger<PublicLog>.Instance, founding: Sign(options, staff, policy, time));
    }

    private static Founding Sign(LogOptions options, IReadOnlyList<KeyedMember> staff, byte[] policy, TimeProvider time)
    {
        using var identity = LogIdentity.LoadOrCreate(new DurableFolder(new UnixFiles(), options.StateFolder, isPrivate: true), options.Origin, null, hasLog: false);
        var unsigned = new Founding(staff[0].RpId, [staff[0].WebOrigin], StaffDocuments.Roster(staff), policy, []);
        var challenge = Challenge(identity, unsigned, time.GetUtcNow());
        return unsigned with { Approvals = [.. staff.Select(member => member.SignChallenge(challenge))] };
    }

    private static byte[] Challenge(LogIdentity identity, Founding unsigned, DateTimeOffset now)
    {
        var genesis = LogEntry.Create(EntryTypes.Genesis, EntryId.Create(now, new byte[EntryId.RandomLength]), now, json => FirstEntries.WriteGenesis(json, identity, unsigned));
        return GenesisCeremony.Challenge(genesis.Body);
    }
}
