// SPDX-License-Identifier: Apache-2.0
using Vigil.Orders.Actions;
using Vigil.Orders.Reasons;

namespace Vigil.Orders.Proposals;

/// <summary>
/// What people sign: one action, all that the rules ask about it, and the sentence that says it. It has exactly one spelling
/// (docs/protocol/orders.md section 6), so bytes and meaning cannot come apart.
/// </summary>
public sealed record Proposal
{
    public const int MaxBytes = 4096;

    public required string Id { get; init; }
    public required DateTimeOffset Time { get; init; }
    public required string Origin { get; init; }
    public required OrderAction Action { get; init; }

    /// <summary>Base64 of the commitment; its kind is the action's.</summary>
    public string? Subject { get; init; }
    public required string Ground { get; init; }
    public IReadOnlyList<string> Evidence { get; init; } = [];
    public required Requester Requester { get; init; }
    public required string Proposer { get; init; }
    public string? Reporter { get; init; }
    public string? Reviewer { get; init; }

    /// <summary>The order, appeal or break-glass that this is about.</summary>
    public string? Target { get; init; }

    /// <summary>SHA-256 of what is to hold.</summary>
    public string? Payload { get; init; }
    public string? Recipient { get; init; }
    public string? Key { get; init; }
    public IReadOnlyList<string> Classes { get; init; } = [];
    public DateTimeOffset? Until { get; init; }
    public DateTimeOffset? QuietUntil { get; init; }

    /// <summary>State hashes: the proposal is judged under these or not at all.</summary>
    public required string Policy { get; init; }
    public required string Roster { get; init; }
    public required DateTimeOffset NotBefore { get; init; }
    public required DateTimeOffset Expires { get; init; }

    public ActionTraits Traits => ActionTraits.Of(Action);

    /// <summary>What the desk shows, and what is signed with the rest.</summary>
    public string Sentence => ProposalSentence.Of(this);

    /// <summary>The bytes to sign. Whether they are a good proposal, only <see cref="TryParse"/> says.</summary>
    public byte[] ToBytes() => ProposalWriter.Write(this);

    public static bool TryParse(ReadOnlySpan<byte> bytes, out Proposal? proposal, out Refusal? refusal) =>
        ProposalParser.TryParse(bytes, out proposal, out refusal);
}
