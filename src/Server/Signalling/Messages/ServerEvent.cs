// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Serialization;
using Vigil.Server.Crypto;
using Vigil.Server.Meetings;

namespace Vigil.Server.Signalling.Messages;

/// <summary>What the server says unasked (docs/protocol/signalling.md, events).</summary>
internal abstract record ServerEvent([property: JsonPropertyName("event")] string Name);

internal sealed record WelcomeEvent(int Protocol, Challenge Challenge, PublicKey StampKey) : ServerEvent("welcome");

internal sealed record HelloEvent(
    ParticipantId Participant, PublicKey LeafKey, PublicKey LinkKey, byte[] Sealed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] byte[]? Returns) : ServerEvent("hello");

internal sealed record HelloDoneEvent(ParticipantId Participant) : ServerEvent("hello.done");

internal sealed record WaitingEvent(WaitingReason Reason) : ServerEvent("waiting");

internal sealed record AdmittedEvent(byte[] Admission, byte[] Sealed) : ServerEvent("admitted");

internal sealed record RefusedEvent(RefusedReason Reason) : ServerEvent("refused");

internal sealed record CommitEvent(GroupId Group, ulong Epoch, byte[] Message, ParticipantId Participant) : ServerEvent("commit");

internal sealed record EpochReadyEvent(GroupId Group, ulong Epoch) : ServerEvent("epoch.ready");

internal sealed record MessageEvent(ParticipantId Participant, byte[] Body, byte[] Stamp) : ServerEvent("message");

internal sealed record LeftEvent(ParticipantId Participant) : ServerEvent("left");

internal sealed record ChainEvent(IReadOnlyList<byte[]> Commands) : ServerEvent("chain");

internal sealed record CommandEvent(byte[] Command) : ServerEvent("command");

internal sealed record ProducerAddedEvent(string Producer, ParticipantId Participant, MediaKind Kind, MediaSource Source, bool Paused)
    : ServerEvent("producer.added");

internal sealed record ProducerPausedEvent(string Producer) : ServerEvent("producer.paused");

internal sealed record ProducerResumedEvent(string Producer) : ServerEvent("producer.resumed");

internal sealed record ProducerRemovedEvent(string Producer) : ServerEvent("producer.removed");

internal sealed record TransportClosedEvent(string Transport, TransportEnd Reason) : ServerEvent("transport.closed");
