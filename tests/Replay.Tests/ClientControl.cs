// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace Vigil.Replay.Tests;

/// <summary>A control of the web client: a function that gives a constant when it is switched off (web/tests/mutants).</summary>
internal sealed record ClientControl(string Act, string Name, string File, string Function, string Off, string Breaks)
{
    public static IReadOnlyList<ClientControl> All { get; } =
        JsonSerializer.Deserialize<List<ClientControl>>(System.IO.File.ReadAllBytes(Path.Combine(Checkout.Root, "web", "tests", "mutants", "controls.json")), JsonSerializerOptions.Web)!;
}
