// SPDX-License-Identifier: Apache-2.0
using Vigil.Tlog.Notes;

namespace Vigil.Tlog.Policies;

/// <summary>A log that the policy trusts to sign; its key's name is the origin.</summary>
public sealed record PolicyLog(VerifierKey Key, string? Url);

/// <summary>Something that can have witnessed a checkpoint.</summary>
public abstract record PolicyMember(string Name);

/// <summary>One witness. The name means something in the policy file only.</summary>
public sealed record PolicyWitness(string Name, VerifierKey Key, string? Url) : PolicyMember(Name);

/// <summary>Members of which at least <paramref name="Threshold"/> must have witnessed.</summary>
public sealed record PolicyGroup(string Name, int Threshold, IReadOnlyList<PolicyMember> Members) : PolicyMember(Name);
