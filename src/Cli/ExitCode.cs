// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Cli;

/// <summary>
/// What a program that calls <c>vigil</c> learns. Only <see cref="Refused"/> speaks against a log, so nothing else may say 1.
/// </summary>
internal static class ExitCode
{
    public const int Good = 0;

    /// <summary>Evidence of wrongdoing or damage.</summary>
    public const int Refused = 1;

    /// <summary>Wrong usage, or something that had to be read could not be read.</summary>
    public const int Failed = 2;
}
