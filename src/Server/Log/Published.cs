// SPDX-License-Identifier: Apache-2.0
using Vigil.Tlog.Checkpoints;

namespace Vigil.Server.Log;

/// <summary>A checkpoint as it is served.</summary>
internal sealed record Published(TreeHead Head, ReadOnlyMemory<byte> Bytes);
