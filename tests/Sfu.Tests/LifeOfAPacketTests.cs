// SPDX-License-Identifier: Apache-2.0
using System.Reflection;
using System.Text.RegularExpressions;
using Vigil.Rtc.Rtp;

namespace Vigil.Sfu.Tests;

/// <summary>Holds docs/life-of-a-packet.md against the code: a page that names what is not there misleads.</summary>
public sealed partial class LifeOfAPacketTests
{
    private const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;

    [Fact]
    public void Every_member_that_the_page_names_exists()
    {
        var types = new[] { typeof(RtpPacket).Assembly, typeof(Router).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => !type.IsNested)
            .ToLookup(type => type.Name.Split('`')[0], StringComparer.Ordinal);
        var names = Member().Matches(File.ReadAllText(PagePath())).Select(match => (Type: match.Groups[1].Value, Name: match.Groups[2].Value)).ToList();

        Assert.True(names.Count > 30, $"only {names.Count} names found: is the page still in this form?");
        var missing = names.Where(name => !types[name.Type].Any(type => type.GetMember(name.Name, Any).Length > 0));
        Assert.Empty(missing);
    }

    private static string PagePath()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "docs", "life-of-a-packet.md");
            if (File.Exists(path)) { return path; }
        }
        throw new FileNotFoundException("docs/life-of-a-packet.md");
    }

    [GeneratedRegex("`([A-Z][A-Za-z0-9]+)\\.([A-Z][A-Za-z0-9]+)`")]
    private static partial Regex Member();
}
