// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Replay.Tests;

/// <summary>One thing that makes an act come to nothing, and how it is switched off: a method that gives a constant instead.</summary>
/// <param name="Act">the act that must fail without it</param>
/// <param name="Name">what it ensures</param>
/// <param name="Assembly">where it is, without ".dll"</param>
/// <param name="Type">with its namespace</param>
/// <param name="Method">the only one of this name in the type</param>
/// <param name="Off">what it gives when it is switched off</param>
/// <param name="Breaks">how the attempt begins that succeeds then, and no other before it</param>
internal sealed record Control(string Act, string Name, string Assembly, string Type, string Method, Off Off, string Breaks);

/// <summary>What a method gives whose control is switched off.</summary>
internal enum Off
{
    /// <summary>A method without result does nothing.</summary>
    Nothing,
    True,

    /// <summary>Also 0, and the first value of an enumeration.</summary>
    False,

    /// <summary>The second value of an enumeration.</summary>
    One,
    Null,

    /// <summary>A sequence that ends at once; for methods that yield.</summary>
    NoneOfThem,

    /// <summary>Its own first argument.</summary>
    FirstArgument,
}
