// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vigil.Orders.Staff;

namespace Vigil.Replay.Staff;

/// <summary>Rosters and policies as they stand in entries.</summary>
internal static class StaffDocuments
{
    public static byte[] Roster(IEnumerable<KeyedMember> members) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("members");
        foreach (var member in members) { member.Write(json, member.Since); }
        json.WriteEndArray();
        json.WriteEndObject();
    });

    public static byte[] Small(Action<JsonNode>? change = null) => Policy(json => PolicyTemplates.WriteSmall(json, ["DE"]), change);

    public static byte[] Standard(Action<JsonNode>? change = null) => Policy(json => PolicyTemplates.WriteStandard(json, ["DE"]), change);

    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream)) { write(json); }
        return stream.ToArray();
    }

    private static byte[] Policy(Action<Utf8JsonWriter> write, Action<JsonNode>? change)
    {
        var bytes = Write(write);
        if (change is null) { return bytes; }
        var node = JsonNode.Parse(bytes)!;
        change(node);
        return Encoding.UTF8.GetBytes(node.ToJsonString());
    }
}
