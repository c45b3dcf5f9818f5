// SPDX-License-Identifier: Apache-2.0
using System.Collections.Frozen;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Vigil.Tests;

/// <summary>One place in a compiled program that names a method: to call it, or to hand it to somebody who does.</summary>
/// <param name="Caller">The outermost type around it: what the compiler makes of lambdas and async methods lies inside of that.</param>
/// <param name="Type">Full name of the type whose method it is.</param>
/// <param name="Method">Its name.</param>
internal sealed record Call(string Caller, string Type, string Method);

/// <summary>Who names which method in an assembly, read from its IL. What is found by a name at run time (reflection) is not seen.</summary>
internal static class CallGraph
{
    private static readonly FrozenDictionary<short, OpCode> Codes = typeof(OpCodes).GetFields()
        .Select(field => field.GetValue(null)).OfType<OpCode>().ToFrozenDictionary(code => code.Value);

    public static IReadOnlyList<Call> Of(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        var calls = new List<Call>();
        foreach (var handle in metadata.MethodDefinitions)
        {
            var method = metadata.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress == 0) { continue; }
            var caller = NameOf(metadata, Outermost(metadata, method.GetDeclaringType()));
            foreach (var token in Tokens(file.GetMethodBody(method.RelativeVirtualAddress).GetILReader()))
            {
                if (Resolve(metadata, MetadataTokens.EntityHandle(token)) is var (type, name)) { calls.Add(new Call(caller, type, name)); }
            }
        }
        return calls;
    }

    /// <summary>Every method that a body names, in whatever instruction.</summary>
    private static List<int> Tokens(BlobReader il)
    {
        var tokens = new List<int>();
        while (il.RemainingBytes > 0)
        {
            short value = il.ReadByte();
            if (value == 0xfe) { value = (short)(0xfe00 | il.ReadByte()); }
            var code = Codes[value];
            switch (code.OperandType)
            {
                case OperandType.InlineMethod or OperandType.InlineTok: tokens.Add(il.ReadInt32()); break;
                case OperandType.InlineNone: break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar: il.ReadByte(); break;
                case OperandType.InlineVar: il.ReadInt16(); break;
                case OperandType.InlineI8 or OperandType.InlineR: il.ReadInt64(); break;
                case OperandType.InlineSwitch:
                    for (var targets = il.ReadInt32(); targets > 0; targets--) { il.ReadInt32(); }
                    break;
                default: il.ReadInt32(); break;
            }
        }
        return tokens;
    }

    private static (string Type, string Method)? Resolve(MetadataReader metadata, EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.MethodSpecification: return Resolve(metadata, metadata.GetMethodSpecification((MethodSpecificationHandle)handle).Method);
            case HandleKind.MethodDefinition:
                var defined = metadata.GetMethodDefinition((MethodDefinitionHandle)handle);
                return (NameOf(metadata, defined.GetDeclaringType()), metadata.GetString(defined.Name));
            case HandleKind.MemberReference:
                var member = metadata.GetMemberReference((MemberReferenceHandle)handle);
                return TypeOf(metadata, member.Parent) is { } type ? (type, metadata.GetString(member.Name)) : null;
            default: return null;
        }
    }

    private static string? TypeOf(MetadataReader metadata, EntityHandle parent) => parent.Kind switch
    {
        HandleKind.TypeDefinition => NameOf(metadata, (TypeDefinitionHandle)parent),
        HandleKind.TypeReference => NameOf(metadata, metadata.GetTypeReference((TypeReferenceHandle)parent)),
        _ => null,
    };

    private static TypeDefinitionHandle Outermost(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        while (metadata.GetTypeDefinition(handle).GetDeclaringType() is { IsNil: false } outer) { handle = outer; }
        return handle;
    }

    private static string NameOf(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        return $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
    }

    private static string NameOf(MetadataReader metadata, TypeReference type) => $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
}
