// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Vigil.Replay.Tests;

/// <summary>
/// A compiled assembly in which one method gives a constant. The product has no switch for this: the code that people run is, but for
/// this one method, the code that fails here.
/// </summary>
internal static class SwitchedOff
{
    // ECMA-335, II.25.4: a method's header is one byte, or twelve.
    private const int TinyFormat = 0x2, FormatMask = 0x3, FatHeaderLength = 12, MoreSections = 0x8;

    // ECMA-335, III.
    private const byte LoadArgument0 = 0x02, LoadNull = 0x14, Load0 = 0x16, Load1 = 0x17, Return = 0x2A;

    /// <summary>The assembly's bytes with the control switched off.</summary>
    public static byte[] In(byte[] assembly, Control control)
    {
        using var file = new PEReader([.. assembly]);
        var metadata = file.GetMetadataReader();
        var method = Find(metadata, control);
        var patched = (byte[])assembly.Clone();
        Overwrite(patched.AsSpan(OffsetOf(file, method.RelativeVirtualAddress)), BodyOf(control.Off));
        return patched;
    }

    private static ReadOnlySpan<byte> BodyOf(Off off) => off switch
    {
        Off.Nothing => [Return],
        Off.True or Off.One => [Load1, Return],
        Off.False or Off.NoneOfThem => [Load0, Return],
        Off.Null => [LoadNull, Return],
        Off.FirstArgument => [LoadArgument0, Return],
        _ => throw new ArgumentOutOfRangeException(nameof(off)),
    };

    private static MethodDefinition Find(MetadataReader metadata, Control control)
    {
        var type = metadata.TypeDefinitions.Select(metadata.GetTypeDefinition).SingleOrDefault(type => NameOf(metadata, type) == control.Type);
        if (type.Name.IsNil) { throw new InvalidOperationException($"there is no {control.Type} in {control.Assembly}"); }
        if (control.Off == Off.NoneOfThem)
        {
            // What yields is compiled into a class of its own; it is at its end when MoveNext says so.
            type = type.GetNestedTypes().Select(metadata.GetTypeDefinition).Single(nested => metadata.GetString(nested.Name).StartsWith($"<{control.Method}>d__", StringComparison.Ordinal));
        }
        var name = control.Off == Off.NoneOfThem ? "MoveNext" : control.Method;
        return type.GetMethods().Select(metadata.GetMethodDefinition).Single(method => metadata.GetString(method.Name) == name);
    }

    private static string NameOf(MetadataReader metadata, TypeDefinition type) => $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";

    private static int OffsetOf(PEReader file, int address)
    {
        var section = file.PEHeaders.SectionHeaders[file.PEHeaders.GetContainingSectionIndex(address)];
        return section.PointerToRawData + address - section.VirtualAddress;
    }

    private static void Overwrite(Span<byte> method, ReadOnlySpan<byte> body)
    {
        var isTiny = (method[0] & FormatMask) == TinyFormat;
        var header = isTiny ? 1 : FatHeaderLength;
        var length = isTiny ? method[0] >> 2 : BinaryPrimitives.ReadInt32LittleEndian(method[4..]);
        if (length < body.Length) { throw new InvalidOperationException("the method is shorter than what it is to be"); }
        if (isTiny) { method[0] = (byte)((body.Length << 2) | TinyFormat); }
        else
        {
            method[0] &= unchecked((byte)~MoreSections); // No handlers: their ranges would be wrong.
            BinaryPrimitives.WriteInt32LittleEndian(method[4..], body.Length);
        }
        body.CopyTo(method[header..]);
    }
}
