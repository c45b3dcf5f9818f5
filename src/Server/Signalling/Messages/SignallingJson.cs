// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Serialization;
using Vigil.Server.Crypto;
using Vigil.Server.Staff;

namespace Vigil.Server.Signalling.Messages;

/// <summary>Strict: unknown, duplicate, missing or mistyped members are refused.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Strict,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters =
    [
        typeof(BytesConverter),
        typeof(WordConverter<TransportDirection>), typeof(WordConverter<MediaKind>), typeof(WordConverter<MediaSource>),
        typeof(WordConverter<RefusalReason>), typeof(WordConverter<RefusedReason>), typeof(WordConverter<WaitingReason>), typeof(WordConverter<TransportEnd>),
    ])]
[JsonSerializable(typeof(JoinRequest))]
[JsonSerializable(typeof(HostRequest))]
[JsonSerializable(typeof(DelegateRequest))]
[JsonSerializable(typeof(HelloRequest))]
[JsonSerializable(typeof(AdmissionRequest))]
[JsonSerializable(typeof(AdmitRequest))]
[JsonSerializable(typeof(RefuseRequest))]
[JsonSerializable(typeof(HoldRequest))]
[JsonSerializable(typeof(CreateGroupRequest))]
[JsonSerializable(typeof(CommitRequest))]
[JsonSerializable(typeof(EpochReadyRequest))]
[JsonSerializable(typeof(SendRequest))]
[JsonSerializable(typeof(CommandRequest))]
[JsonSerializable(typeof(CreateFileRequest))]
[JsonSerializable(typeof(LeaveRequest))]
[JsonSerializable(typeof(CreateTransportRequest))]
[JsonSerializable(typeof(ConnectTransportRequest))]
[JsonSerializable(typeof(ProduceRequest))]
[JsonSerializable(typeof(ProducerRequest))]
[JsonSerializable(typeof(ConsumeRequest))]
[JsonSerializable(typeof(ConsumerRequest))]
[JsonSerializable(typeof(EmptyOk))]
[JsonSerializable(typeof(LeaveOk))]
[JsonSerializable(typeof(JoinOk))]
[JsonSerializable(typeof(HelloOk))]
[JsonSerializable(typeof(CommitOk))]
[JsonSerializable(typeof(SendOk))]
[JsonSerializable(typeof(FileOk))]
[JsonSerializable(typeof(TransportOk))]
[JsonSerializable(typeof(ProduceOk))]
[JsonSerializable(typeof(ConsumeOk))]
[JsonSerializable(typeof(WelcomeEvent))]
[JsonSerializable(typeof(HelloEvent))]
[JsonSerializable(typeof(HelloDoneEvent))]
[JsonSerializable(typeof(WaitingEvent))]
[JsonSerializable(typeof(AdmittedEvent))]
[JsonSerializable(typeof(RefusedEvent))]
[JsonSerializable(typeof(CommitEvent))]
[JsonSerializable(typeof(EpochReadyEvent))]
[JsonSerializable(typeof(MessageEvent))]
[JsonSerializable(typeof(LeftEvent))]
[JsonSerializable(typeof(ChainEvent))]
[JsonSerializable(typeof(CommandEvent))]
[JsonSerializable(typeof(ProducerAddedEvent))]
[JsonSerializable(typeof(ProducerPausedEvent))]
[JsonSerializable(typeof(ProducerResumedEvent))]
[JsonSerializable(typeof(ProducerRemovedEvent))]
[JsonSerializable(typeof(TransportClosedEvent))]
[JsonSerializable(typeof(OrderEvent))]
[JsonSerializable(typeof(OrderPlace))]
internal sealed partial class SignallingJson : JsonSerializerContext;
