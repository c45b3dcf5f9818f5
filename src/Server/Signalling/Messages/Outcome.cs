// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Vigil.Server.Files;
using Vigil.Server.Meetings;
using Vigil.Server.Staff;

namespace Vigil.Server.Signalling.Messages;

/// <summary>How a request ends: an <see cref="Ok"/> or a <see cref="Refusal"/>. Nothing expected is an exception.</summary>
internal abstract record Outcome;

internal abstract record Ok : Outcome
{
    public static Ok Nothing { get; } = new EmptyOk();
}

internal sealed record EmptyOk : Ok;

/// <summary>The connection ends after this answer.</summary>
internal sealed record LeaveOk : Ok;

internal sealed record JoinOk(JsonElement RtpCapabilities, GroupState? Group) : Ok;

internal sealed record HelloOk(bool Asked) : Ok;

internal sealed record CommitOk(ulong Epoch) : Ok;

internal sealed record SendOk(byte[] Stamp) : Ok;

/// <summary>Token reads, upload writes.</summary>
internal sealed record FileOk(FileId File, FileToken Token, FileToken Upload) : Ok;

internal sealed record TransportOk(string Transport, JsonElement IceParameters, JsonElement IceCandidates, JsonElement DtlsParameters) : Ok;

internal sealed record ProduceOk(string Producer) : Ok;

internal sealed record ConsumeOk(string Consumer, string Producer, MediaKind Kind, JsonElement RtpParameters) : Ok;

/// <summary>Which group and epoch the meeting is in.</summary>
internal sealed record GroupState(GroupId Group, ulong Epoch);

/// <summary>Why a request is not done. With <see cref="Close"/> the connection ends after the answer.</summary>
internal sealed record Refusal(string Code, string Message) : Outcome
{
    /// <summary>Only of epoch_conflict: what is current.</summary>
    public GroupState? Current { get; init; }

    /// <summary>Only of ended_by_order: which, and for holders of the host key its notice.</summary>
    public OrderNews? Order { get; init; }

    public int? Close { get; init; }

    public static Refusal Malformed(string message) => new("malformed", message);

    public static Refusal WrongState(string message) => new("wrong_state", message);

    public static Refusal NotFound(string message) => new("not_found", message);

    public static Refusal TooMany(string message) => new("too_many", message);

    public static Refusal EndedByOrder(OrderNews order) =>
        new("ended_by_order", "an order ended this meeting") { Order = order, Close = CloseCode.Order };

    public static Refusal EpochConflict(GroupState current) =>
        new("epoch_conflict", "the group is in another epoch") { Current = current };
}
