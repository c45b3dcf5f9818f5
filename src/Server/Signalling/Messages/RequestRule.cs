// SPDX-License-Identifier: Apache-2.0
using System.Collections.Frozen;
using System.Text.Json.Serialization.Metadata;

namespace Vigil.Server.Signalling.Messages;

/// <summary>connected → join → proven → admission → admitted → group.create or commit → member</summary>
[Flags]
internal enum SessionState
{
    Connected = 1,
    Proven = 2,
    Admitted = 4,
    Member = 8,
}

/// <summary>What a session has proved beyond its entry.</summary>
internal enum Role { Guest, Delegate, Host }

/// <summary>In which states, and from which role on, a request may be made: the table of docs/protocol/signalling.md as data.</summary>
internal sealed record RequestRule(string Type, JsonTypeInfo TypeInfo, SessionState States, Role Role)
{
    private const SessionState Any = SessionState.Connected | SessionState.Proven | SessionState.Admitted | SessionState.Member;
    private const SessionState ProvenOrLater = SessionState.Proven | SessionState.Admitted | SessionState.Member;

    public static FrozenDictionary<string, RequestRule> All { get; } = new RequestRule[]
    {
        new("join", SignallingJson.Default.JoinRequest, SessionState.Connected, Role.Guest),
        new("host", SignallingJson.Default.HostRequest, ProvenOrLater, Role.Guest),
        new("delegate", SignallingJson.Default.DelegateRequest, ProvenOrLater, Role.Guest),
        new("hello", SignallingJson.Default.HelloRequest, SessionState.Proven | SessionState.Admitted, Role.Guest),
        new("admission", SignallingJson.Default.AdmissionRequest, SessionState.Proven, Role.Guest),
        new("admit", SignallingJson.Default.AdmitRequest, SessionState.Member, Role.Delegate),
        new("refuse", SignallingJson.Default.RefuseRequest, SessionState.Member, Role.Delegate),
        new("group.create", SignallingJson.Default.CreateGroupRequest, SessionState.Admitted, Role.Host),
        new("commit", SignallingJson.Default.CommitRequest, SessionState.Admitted | SessionState.Member, Role.Guest),
        new("epoch.ready", SignallingJson.Default.EpochReadyRequest, SessionState.Member, Role.Guest),
        new("send", SignallingJson.Default.SendRequest, SessionState.Member, Role.Guest),
        new("remove", SignallingJson.Default.RemoveRequest, SessionState.Member, Role.Host),
        new("file.create", SignallingJson.Default.CreateFileRequest, SessionState.Member, Role.Guest),
        new("leave", SignallingJson.Default.LeaveRequest, Any, Role.Guest),
        new("transport.create", SignallingJson.Default.CreateTransportRequest, ProvenOrLater, Role.Guest),
        new("transport.connect", SignallingJson.Default.ConnectTransportRequest, ProvenOrLater, Role.Guest),
        new("produce", SignallingJson.Default.ProduceRequest, SessionState.Member, Role.Guest),
        new("producer.pause", SignallingJson.Default.ProducerRequest, SessionState.Member, Role.Guest),
        new("producer.resume", SignallingJson.Default.ProducerRequest, SessionState.Member, Role.Guest),
        new("producer.close", SignallingJson.Default.ProducerRequest, SessionState.Member, Role.Guest),
        new("consume", SignallingJson.Default.ConsumeRequest, SessionState.Member, Role.Guest),
        new("consumer.pause", SignallingJson.Default.ConsumerRequest, SessionState.Member, Role.Guest),
        new("consumer.resume", SignallingJson.Default.ConsumerRequest, SessionState.Member, Role.Guest),
        new("consumer.close", SignallingJson.Default.ConsumerRequest, SessionState.Member, Role.Guest),
        new("consumer.keyFrame", SignallingJson.Default.ConsumerRequest, SessionState.Member, Role.Guest),
    }.ToFrozenDictionary(rule => rule.Type, StringComparer.Ordinal);

    /// <summary>The refusal that names what is needed, or null if the request may be made.</summary>
    public Refusal? Check(SessionState state, Role role)
    {
        if ((States & state) == 0) { return Refusal.WrongState($"'{Type}' needs the state {Names(States)}; this connection is {Name(state)}"); }
        return role >= Role ? null : Refusal.WrongState($"'{Type}' needs {(Role == Role.Host ? "a host" : "a host or delegate")}");
    }

    private static string Names(SessionState states) =>
        string.Join(" or ", Enum.GetValues<SessionState>().Where(state => states.HasFlag(state)).Select(Name));

    private static string Name(SessionState state) => state switch
    {
        SessionState.Connected => "connected",
        SessionState.Proven => "proven",
        SessionState.Admitted => "admitted",
        _ => "member",
    };
}
