// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Vigil.Server.Tests.Support;

namespace Vigil.Server.Tests;

/// <summary>Who may refer to whom: the table of docs/architecture.md, held against the project files.</summary>
public partial class ProjectReferenceTests
{
    [Theory]
    [InlineData("Rtc")]
    [InlineData("Sfu")]
    [InlineData("Tlog")]
    [InlineData("Orders")]
    [InlineData("Server")]
    [InlineData("Replay")]
    [InlineData("Cli")]
    public void References_go_only_as_listed(string project)
    {
        var row = File.ReadLines(Repository.PathOf("docs", "architecture.md")).Single(line => line.StartsWith($"| `src/{project}` |", StringComparison.Ordinal));
        var allowed = row.Split('|')[3].Trim();
        var referenced = XDocument.Load(Repository.PathOf("src", project, $"{project}.csproj")).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!));
        Assert.Equal(allowed == "nothing" ? [] : Word().Matches(allowed).Select(word => word.Value).Order(), referenced.Order());
    }

    [Fact]
    public void Every_source_project_is_in_the_table()
    {
        var listed = Project().Matches(File.ReadAllText(Repository.PathOf("docs", "architecture.md"))).Select(match => match.Groups[1].Value);
        var existing = Directory.EnumerateFiles(Repository.PathOf("src"), "*.csproj", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension);
        Assert.Equal(existing.Order(), listed.Order());
    }

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();

    [GeneratedRegex(@"^\| `src/(\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex Project();
}
