// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Crypto;
using Vigil.Server.Meetings;
using Vigil.Server.Meetings.Commands;

namespace Vigil.Server.Reports;

/// <summary>Whom a chain of commands ever made host or co-host: their admissions stay good for those who are in.</summary>
internal sealed class CoHosts
{
    private readonly HashSet<PublicKey> _keys = [];
    private readonly HashSet<PublicKey> _hosts = [];

    /// <summary>False unless the group is the meeting's, and all the commands, in their order, are good for it.</summary>
    public static bool TryRead(Report report, out CoHosts? coHosts)
    {
        coHosts = null;
        if (!report.Group.BelongsTo(report.Meeting.Id)) { return false; }
        var read = new CoHosts();
        var chain = new CommandChain(report.Meeting.Id, report.Group, report.Meeting.HostKey, report.Meeting.ReadPolicy().Lobby);
        foreach (var bytes in report.Commands)
        {
            if (chain.Verify(bytes, out var verified) != CommandProblem.None || verified!.Command.Kind == CommandKind.Ask) { return false; }
            if (chain.Append(verified) != CommandProblem.None) { return false; }
            read.Note(chain, verified.Command.Body);
        }
        coHosts = read;
        return true;
    }

    public bool Allow(Admission admission) => admission.By != AdmittedBy.Role || _keys.Contains(admission.IssuerKey);

    /// <summary>Whether this leaf ever was a host, by a signature that goes back to the meeting's own key.</summary>
    public bool IsHost(PublicKey leafKey) => _hosts.Contains(leafKey);

    private void Note(CommandChain chain, CommandBody body)
    {
        var named = body switch
        {
            RoleBody role => role.LeafKey,
            SucceedBody succeed => succeed.LeafKey,
            _ => null,
        };
        if (named is null) { return; }
        var standing = chain.RoleOf(named);
        if (standing is MeetingRole.Host or MeetingRole.CoHost) { _keys.Add(named); }
        if (standing is MeetingRole.Host) { _hosts.Add(named); }
    }
}
