// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Tlog.Entries;

/// <summary>The types with a schema. Others may follow; an entry of an unknown type is read by its head alone.</summary>
public static class EntryTypes
{
    public const string Genesis = "genesis";
    public const string ServerKey = "server.key";
    public const string Release = "release";
    public const string WitnessChange = "witness.change";
    public const string Statement = "statement";
}
