// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Crypto;

namespace Vigil.Server.Meetings.Commands;

/// <summary>The table of docs/protocol/meeting.md section 9: who may issue what against whom, from the chain alone.</summary>
internal sealed class CommandRights(PublicKey hostKey, RoleTable roles)
{
    public bool Allow(Command command)
    {
        var isHostKey = command.IssuerKey.Equals(hostKey);
        var issuer = isHostKey ? MeetingRole.Host : roles.Given(command.IssuerKey)?.Role;
        if (command.Body is SucceedBody succeed) { return !isHostKey && MaySucceed(issuer, succeed); }
        // Nobody below a co-host issues anything else; the host key may do all the rest.
        if (issuer is not (MeetingRole.Host or MeetingRole.CoHost)) { return false; }
        return command.Body switch
        {
            RoleBody role => MayGive(role, issuer.Value, isHostKey),
            RemoveBody remove => isHostKey || MayRemove(remove, issuer.Value),
            EndBody => issuer == MeetingRole.Host,
            SettingsBody or AskBody => true,
            _ => false,
        };
    }

    private bool MayGive(RoleBody role, MeetingRole issuer, bool isHostKey)
    {
        if (roles.IsRemoved(role.Participant)) { return false; }
        if (isHostKey) { return true; }
        if (roles.IsMadeByHostKey(role.Participant, role.LeafKey)) { return false; }
        return issuer == MeetingRole.Host
            || (role.Role >= MeetingRole.Speaker && !roles.IsHostOrCoHost(role.Participant, role.LeafKey));
    }

    private bool MayRemove(RemoveBody remove, MeetingRole issuer) =>
        !roles.IsMadeByHostKey(remove.Participant)
        && (issuer == MeetingRole.Host || !roles.IsHostOrCoHost(remove.Participant));

    /// <summary>Only somebody of whom the chain says nothing yet: else one could take another's role away by giving one's own.</summary>
    private bool MaySucceed(MeetingRole? issuer, SucceedBody succeed) =>
        issuer is MeetingRole.Host or MeetingRole.CoHost or MeetingRole.Listener
        && !roles.IsRemoved(succeed.Participant)
        && !roles.IsKnown(succeed.Participant, succeed.LeafKey);
}
