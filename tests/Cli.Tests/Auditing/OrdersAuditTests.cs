// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Vigil.Cli.Tests.Support;

namespace Vigil.Cli.Tests.Auditing;

/// <summary>`vigil audit` holds what staff did against the rules, and tells what should have followed and did not.</summary>
public sealed class OrdersAuditTests : IDisposable
{
    private const string Order = "01KB00000000000000000000ZZ";

    private readonly AuditStage _stage = new();

    public void Dispose() => _stage.Dispose();

    [Fact]
    public async Task A_sealed_request_that_is_not_opened_on_its_date_fails()
    {
        var due = new SampleLog(_stage["due"], 4, i => i == 2 ? Sealed(i, "2026-01-05T00:00:00Z") : SampleLog.Entry(i));
        var run = await _stage.RefusedAsync(due.Folder, "rule_broken");
        var finding = run.Json.GetProperty("findings")[0];
        Assert.Equal("missed_opening", finding.GetProperty("rule").GetString());
        Assert.Equal(2, finding.GetProperty("entry").GetInt32());
        Assert.Equal(1, run.Json.GetProperty("orders").GetProperty("requests_sealed").GetInt32());
        Assert.Equal(1, run.Json.GetProperty("orders").GetProperty("overdue").GetInt32());
    }

    [Fact]
    public async Task A_seal_before_its_date_is_told_and_good()
    {
        // Without a policy a seal may last three years; this one outlasts the test's patience, not its time.
        var log = new SampleLog(_stage["log"], 4, i => i == 2 ? Sealed(i, "2028-12-30T00:00:00Z") : SampleLog.Entry(i));
        var run = await VigilProgram.RunAsync("audit", log.Folder, "--state", _stage.State, "--policy", _stage.PolicyFile);
        Assert.True(run.ExitCode == 0, run.Text);
        Assert.Contains("1 requests by others, 1 still sealed", run.Output, StringComparison.Ordinal);
        Assert.Contains("no staff: no order is possible", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_act_without_an_order_fails_in_words()
    {
        var log = new SampleLog(_stage["log"], 4, i => i == 3 ? Entry(i, "action.executed", $"\"order\":\"{Order}\"") : SampleLog.Entry(i));
        var run = await VigilProgram.RunAsync("audit", log.Folder, "--state", _stage.State, "--policy", _stage.PolicyFile);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("RuleBroken: entry 3 (action.executed): there is no such order", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_of_a_known_type_has_no_members_of_its_own()
    {
        var log = new SampleLog(_stage["log"], 4, i => i == 3 ? Entry(i, "action.executed", $"\"order\":\"{Order}\",\"note\":\"quietly\"") : SampleLog.Entry(i));
        await _stage.RefusedAsync(log.Folder, "entry_malformed");
    }

    private static byte[] Sealed(int number, string opens) =>
        Entry(number, "request.received", $"\"received\":\"2026-01-01T00:00:00Z\",\"sealed\":{{\"c\":\"{Convert.ToBase64String(new byte[32])}\",\"opens\":\"{opens}\"}}");

    private static byte[] Entry(int number, string type, string members) => Encoding.UTF8.GetBytes(
        Encoding.UTF8.GetString(SampleLog.Entry(number, "x", type)).Replace("\"text\":\"x\"", members, StringComparison.Ordinal));
}
