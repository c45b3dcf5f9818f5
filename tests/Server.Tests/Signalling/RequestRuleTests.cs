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
        var (states, rights) = state switch
        {
            "connected" => (SessionState.Connected, Rights.None),
            "any" => (SessionState.Connected | ProvenOrLater, Rights.None),
            "proven" => (SessionState.Proven, Rights.None),
            "proven or later" => (ProvenOrLater, Rights.None),
            "proven, admitted" => (SessionState.Proven | SessionState.Admitted, Rights.None),
            "admitted, member" => (SessionState.Admitted | SessionState.Member, Rights.None),
            "member" => (SessionState.Member, Rights.None),
            "member, not a listener" => (SessionState.Member, Rights.Speak),
            "host or co-host, member" => (SessionState.Member, Rights.Decide),
            "admitted, host" => (SessionState.Admitted, Rights.Host),
            _ => throw new InvalidOperationException($"the page says '{state}'"),
        };
        foreach (var at in Enum.GetValues<SessionState>())
        {
            for (var by = Rights.None; by < Rights.Host + (int)Rights.Host; by++)
            {
                var refusal = RequestRule.All[type].Check(at, by);
                Assert.Equal(states.HasFlag(at) && by.HasFlag(rights), refusal is null);
                Assert.True(refusal is null or { Code: "wrong_state" });
            }
        }
    }

    [Fact]
    public void The_page_lists_every_request() => Assert.Equal(Rows().Select(row => row.Data.Item1).Order(), RequestRule.All.Keys.Order());

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();
}
