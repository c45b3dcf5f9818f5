// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;

namespace Vigil.Server.Tests.Support;

/// <summary>Says something on a stage, and reports it.</summary>
internal sealed class TestReport(Stage stage)
{
    private readonly ReportMaker _maker = new(stage.Meeting, stage.Group, stage.Host.StampKey);

    public Task<JsonObject> SayAsync(TestClient sender, string text, ulong epoch = 0) => _maker.SayAsync(sender, text, epoch);

    public JsonObject Of(params JsonObject[] messages) => _maker.Of(messages);
}
