// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;
using Vigil.Server.Signalling.Messages;
using Vigil.Server.Tests.Support;

namespace Vigil.Server.Tests.Signalling;

/// <summary>The state machine is the table of docs/protocol/signalling.md, row by row.</summary>
public partial class RequestRuleTests
{
    private const SessionState ProvenOrLater = SessionState.Proven | SessionState.Admitted | SessionState.Member;

    public static TheoryData<string, string> Rows()
    {
        var rows = new TheoryData<string, string>();
        var page = File.ReadAllLines(Repository.PathOf("docs", "protocol", "signalling.md"));
        foreach (var row in page.SkipWhile(line => !line.StartsWith("| type | state |", StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|')))
        {
            foreach (Match type in Quoted().Matches(row.Split('|')[1])) { rows.Add(type.Groups[1].Value, row.Split('|')[2].Trim()); }
        }
        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void States_and_roles_are_the_pages(string type, string state)
    {
        var (states, role) = state switch
        {
            "connected" => (SessionState.Connected, Role.Guest),
            "any" => (SessionState.Connected | ProvenOrLater, Role.Guest),
            "proven" => (SessionState.Proven, Role.Guest),
            "proven or later" => (ProvenOrLater, Role.Guest),
            "proven, admitted" => (SessionState.Proven | SessionState.Admitted, Role.Guest),
            "admitted, member" => (SessionState.Admitted | SessionState.Member, Role.Guest),
            "member" => (SessionState.Member, Role.Guest),
            "host or delegate, member" => (SessionState.Member, Role.Delegate),
            "host, member" => (SessionState.Member, Role.Host),
            "admitted, host" => (SessionState.Admitted, Role.Host),
            _ => throw new InvalidOperationException($"the page says '{state}'"),
        };
        foreach (var at in Enum.GetValues<SessionState>())
        {
            foreach (var by in Enum.GetValues<Role>())
            {
                var refusal = RequestRule.All[type].Check(at, by);
                Assert.Equal(states.HasFlag(at) && by >= role, refusal is null);
                Assert.True(refusal is null or { Code: "wrong_state" });
            }
        }
    }

    [Fact]
    public void The_page_lists_every_request() => Assert.Equal(Rows().Select(row => row.Data.Item1).Order(), RequestRule.All.Keys.Order());

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();
}
