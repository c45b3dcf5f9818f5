// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Tlog.Policies;

/// <summary>What is wrong with a policy file, and on which line (from 1; 0 for the file as a whole).</summary>
public readonly record struct PolicyFailure(PolicyProblem Problem, int Line);
