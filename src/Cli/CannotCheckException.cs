// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Cli;

/// <summary>Something that must be read could not be: no verdict, for a reason that a person can act on.</summary>
internal sealed class CannotCheckException(string message, Exception? inner = null) : Exception(message, inner);
