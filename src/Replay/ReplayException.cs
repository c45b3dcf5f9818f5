// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Replay;

/// <summary>The play cannot begin; the message is for the person who asked for it.</summary>
internal sealed class ReplayException(string message) : Exception(message);
