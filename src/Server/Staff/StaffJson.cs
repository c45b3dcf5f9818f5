// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Vigil.Orders.Approvals;
using Vigil.Tlog.Entries;

namespace Vigil.Server.Staff;

/// <summary>Strict, as all JSON that is read here; bytes and times as in the log.</summary>
[JsonSourceGenerationOptions(
    System.Text.Json.JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(Base64Converter), typeof(TimeConverter)])]
[JsonSerializable(typeof(EmptyRequest))]
[JsonSerializable(typeof(DeskSignInRequest))]
[JsonSerializable(typeof(ProposalRequest))]
[JsonSerializable(typeof(SignedRequest))]
[JsonSerializable(typeof(UndoRequest))]
[JsonSerializable(typeof(RecordRequest))]
[JsonSerializable(typeof(AppealRequest))]
[JsonSerializable(typeof(AssertionBody))]
[JsonSerializable(typeof(CaseBody))]
[JsonSerializable(typeof(DeskOptionsAnswer))]
[JsonSerializable(typeof(MeAnswer))]
[JsonSerializable(typeof(EmptyAnswer))]
[JsonSerializable(typeof(IndexAnswer))]
[JsonSerializable(typeof(OrderAnswer))]
[JsonSerializable(typeof(ApprovalAnswer))]
[JsonSerializable(typeof(RequestAnswer))]
[JsonSerializable(typeof(DataAnswer))]
[JsonSerializable(typeof(RefusedAnswer))]
[JsonSerializable(typeof(DeskAnswer))]
[JsonSerializable(typeof(OrderPlace))]
[JsonSerializable(typeof(NoticeAnswer))]
internal sealed partial class StaffJson : JsonSerializerContext;

internal sealed record EmptyRequest;

internal sealed record DeskSignInRequest(string Ticket, AssertionBody By);

internal sealed record ProposalRequest(byte[] Proposal, AssertionBody By, SubjectBody? Subject = null, CaseBody? Case = null, string? Payload = null);

internal sealed record SignedRequest(AssertionBody By);

internal sealed record UndoRequest(byte[] Proposal, AssertionBody By);

internal sealed record RecordRequest(DateTimeOffset Received, byte[] Details, AssertionBody? By = null, SealBody? Seal = null);

internal sealed record SealBody(byte[] Salt, DateTimeOffset Opens);

internal sealed record AppealRequest(string Text);

/// <summary>An assertion, verbatim from WebAuthn (docs/protocol/orders.md section 5).</summary>
internal sealed record AssertionBody(byte[] Cred, byte[] Cd, byte[] Ad, byte[] Sig)
{
    /// <summary>As long as the log takes them; null for others.</summary>
    public Assertion? ToAssertion() =>
        Cred.Length is >= 1 and <= 1023 && Cd.Length is >= 1 and <= 4096 && Ad.Length is >= 1 and <= 1024 && Sig.Length is >= 1 and <= 256
            ? new Assertion(Convert.ToBase64String(Cred), Cd, Ad, Sig)
            : null;

    public static AssertionBody Of(Assertion assertion) =>
        new(Convert.FromBase64String(assertion.CredentialId), assertion.ClientData.ToArray(), assertion.AuthenticatorData.ToArray(), assertion.Signature.ToArray());
}

/// <summary>Opens the commitment of a proposal.</summary>
internal sealed record SubjectBody(string Kind, string Id, byte[] Salt)
{
    /// <param name="kind">What the action concerns.</param>
    /// <param name="commitment">Base64, as the proposal has it.</param>
    public bool Opens(string? kind, string? commitment)
    {
        if (commitment is null || Kind != kind || Salt.Length != SubjectSalt.Length) { return false; }
        using var salt = new SubjectSalt(Salt);
        return SubjectCommitment.Opens(Convert.FromBase64String(commitment), salt, Kind, Id);
    }
}

internal sealed record DeskOptionsAnswer(string Ticket, byte[] Challenge, string RpId, IReadOnlyList<string> Credentials);

internal sealed record MeAnswer(string Me);

internal sealed record EmptyAnswer;

internal sealed record IndexAnswer(ulong Index);

internal sealed record OrderAnswer(string Order);

internal sealed record ApprovalAnswer(string? Order, IReadOnlyList<string> Missing);

internal sealed record RequestAnswer(string Request, ulong Index);

/// <summary>Empty if nothing is held.</summary>
internal sealed record DataAnswer(JsonObject Data);

internal sealed record RefusedAnswer(RefusedBody Error, IReadOnlyList<string> Reasons);

internal sealed record RefusedBody(string Code, string Message);
