// SPDX-License-Identifier: Apache-2.0
using System.Reflection;
using System.Text.RegularExpressions;
using Vigil.Orders;
using Vigil.Server.Tests.Support;

namespace Vigil.Server.Tests;

/// <summary>Holds docs/life-of-an-order.md against the code: a page that names what is not there misleads.</summary>
public partial class LifeOfAnOrderTests
{
    private const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;

    [Fact]
    public void Every_member_that_the_page_names_exists()
    {
        var types = typeof(VigilServer).Assembly.GetTypes().Concat(typeof(OrderLog).Assembly.GetTypes()).ToLookup(type => type.Name, StringComparer.Ordinal);
        var names = Member().Matches(File.ReadAllText(Repository.PathOf("docs", "life-of-an-order.md")));
        Assert.True(names.Count > 40, $"only {names.Count} names found: is the page still in this form?");
        var missing = names.Where(name => !types[name.Groups[1].Value].Any(type => type.GetMember(name.Groups[2].Value, Any).Length > 0));
        Assert.Empty(missing.Select(name => name.Value));
    }

    [GeneratedRegex("`([A-Z][A-Za-z0-9]+)\\.([A-Z][A-Za-z0-9]+)`")]
    private static partial Regex Member();
}
