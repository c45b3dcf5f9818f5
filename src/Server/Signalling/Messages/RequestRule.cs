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

/// <summary>What a session may do beyond what everybody may, by its role, its delegation or the host key.</summary>
[Flags]
internal enum Rights
{
    None = 0,

    /// <summary>Whoever is not a listener.</summary>
    Speak = 1,

    /// <summary>Hosts and co-hosts.</summary>
    Decide = 4,

    Host = 8,
}

/// <summary>In which states, and with which rights, a request may be made: the table of docs/protocol/signalling.md as data.</summary>
internal sealed record RequestRule(string Type, JsonTypeInfo TypeInfo, SessionState States, Rights Needed)
{
    private const SessionState Any = SessionState.Connected | SessionState.Proven | SessionState.Admitted | SessionState.Member;
    private const SessionState ProvenOrLater = SessionState.Proven | SessionState.Admitted | SessionState.Member;

    public static FrozenDictionary<string, RequestRule> All { get; } = new RequestRule[]
    {
        new("join", SignallingJson.Default.JoinRequest, SessionState.Connected, Rights.None),
        new("host", SignallingJson.Default.HostRequest, ProvenOrLater, Rights.None),
        new("delegate", SignallingJson.Default.DelegateRequest, ProvenOrLater, Rights.None),
        new("hello", SignallingJson.Default.HelloRequest, SessionState.Proven | SessionState.Admitted, Rights.None),
        new("admission", SignallingJson.Default.AdmissionRequest, SessionState.Proven, Rights.None),
        new("admit", SignallingJson.Default.AdmitRequest, SessionState.Member, Rights.None),
        new("refuse", SignallingJson.Default.RefuseRequest, SessionState.Member, Rights.None),
        new("hold", SignallingJson.Default.HoldRequest, SessionState.Member, Rights.Decide),
        new("group.create", SignallingJson.Default.CreateGroupRequest, SessionState.Admitted, Rights.Host),
        new("commit", SignallingJson.Default.CommitRequest, SessionState.Admitted | SessionState.Member, Rights.None),
        new("epoch.ready", SignallingJson.Default.EpochReadyRequest, SessionState.Member, Rights.None),
        new("send", SignallingJson.Default.SendRequest, SessionState.Member, Rights.None),
        new("command", SignallingJson.Default.CommandRequest, SessionState.Member, Rights.None),
        new("file.create", SignallingJson.Default.CreateFileRequest, SessionState.Member, Rights.Speak),
        new("leave", SignallingJson.Default.LeaveRequest, Any, Rights.None),
        new("transport.create", SignallingJson.Default.CreateTransportRequest, ProvenOrLater, Rights.None),
        new("transport.connect", SignallingJson.Default.ConnectTransportRequest, ProvenOrLater, Rights.None),
        new("produce", SignallingJson.Default.ProduceRequest, SessionState.Member, Rights.Speak),
        new("producer.pause", SignallingJson.Default.ProducerRequest, SessionState.Member, Rights.None),
        new("producer.resume", SignallingJson.Default.ProducerRequest, SessionState.Member, Rights.None),
        new("producer.close", SignallingJson.Default.ProducerRequest, SessionState.Member, Rights.None),
        new("consume", SignallingJson.Default.ConsumeRequest, SessionState.Member, Rights.None),
        new("consumer.pause", SignallingJson.Default.ConsumerRequest, SessionState.Member, Rights.None),
        new("consumer.resume", SignallingJson.Default.ConsumerRequest, SessionState.Member, Rights.None),
        new("consumer.close", SignallingJson.Default.ConsumerRequest, SessionState.Member, Rights.None),
        new("consumer.keyFrame", SignallingJson.Default.ConsumerRequest, SessionState.Member, Rights.None),
    }.ToFrozenDictionary(rule => rule.Type, StringComparer.Ordinal);

    /// <summary>The refusal that names what is needed, or null if the request may be made.</summary>
    public Refusal? Check(SessionState state, Rights rights)
    {
        if ((States & state) == 0) { return Refusal.WrongState($"'{Type}' needs the state {Names(States)}; this connection is {Name(state)}"); }
        return rights.HasFlag(Needed) ? null : Refusal.WrongState($"'{Type}' needs {Who(Needed)}");
    }

    private static string Who(Rights needed) => needed switch
    {
        Rights.Speak => "somebody who is not a listener",
        Rights.Decide => "a host or co-host",
        _ => "a host",
    };

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
