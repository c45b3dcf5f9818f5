// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Vigil.Server.Crypto;
using Vigil.Server.Meetings;

namespace Vigil.Server.Signalling.Messages;

/// <summary>What a client asks (docs/protocol/signalling.md section 2). ORTC parameters stay JSON: the media plane reads them.</summary>
internal abstract record Request(int Id, string Type);

internal sealed record JoinRequest(
    int Id, string Type, MeetingId Meeting, ParticipantId Participant, PublicKey LeafKey, PublicKey LinkKey, Signature Proof, byte[]? Returns = null)
    : Request(Id, Type);

internal sealed record HostRequest(int Id, string Type, Signature Proof) : Request(Id, Type);

internal sealed record DelegateRequest(int Id, string Type, byte[] Delegation) : Request(Id, Type);

internal sealed record HelloRequest(int Id, string Type, byte[] Sealed) : Request(Id, Type);

internal sealed record AdmissionRequest(int Id, string Type, byte[] Admission) : Request(Id, Type);

internal sealed record AdmitRequest(int Id, string Type, ParticipantId Participant, byte[] Sealed, byte[]? Admission = null) : Request(Id, Type);

internal sealed record RefuseRequest(int Id, string Type, ParticipantId Participant, RefusalReason Reason) : Request(Id, Type);

internal sealed record HoldRequest(int Id, string Type, ParticipantId Participant) : Request(Id, Type);

internal sealed record CreateGroupRequest(int Id, string Type, GroupId Group) : Request(Id, Type);

internal sealed record CommitRequest(int Id, string Type, GroupId Group, ulong Epoch, byte[] Message) : Request(Id, Type);

internal sealed record EpochReadyRequest(int Id, string Type, GroupId Group, ulong Epoch) : Request(Id, Type);

internal sealed record SendRequest(int Id, string Type, byte[] Body, ParticipantId? To = null) : Request(Id, Type);

internal sealed record CommandRequest(int Id, string Type, byte[] Command) : Request(Id, Type);

internal sealed record CreateFileRequest(int Id, string Type, long Bytes, int Pieces) : Request(Id, Type);

internal sealed record LeaveRequest(int Id, string Type) : Request(Id, Type);

internal sealed record CreateTransportRequest(int Id, string Type, TransportDirection Direction) : Request(Id, Type);

internal sealed record ConnectTransportRequest(int Id, string Type, string Transport, JsonElement DtlsParameters) : Request(Id, Type);

internal sealed record ProduceRequest(
    int Id, string Type, string Transport, MediaKind Kind, MediaSource Source, JsonElement RtpParameters, bool Paused) : Request(Id, Type);

internal sealed record ProducerRequest(int Id, string Type, string Producer) : Request(Id, Type);

internal sealed record ConsumeRequest(int Id, string Type, string Producer, JsonElement RtpCapabilities) : Request(Id, Type);

internal sealed record ConsumerRequest(int Id, string Type, string Consumer) : Request(Id, Type);
