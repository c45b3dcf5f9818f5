// SPDX-License-Identifier: Apache-2.0
using Vigil.Tlog.Merkle;

namespace Vigil.Tlog.Checkpoints;

/// <summary>A tree in forty bytes.</summary>
public readonly record struct TreeHead(ulong Size, TreeHash Root);
