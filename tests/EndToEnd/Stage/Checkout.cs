// SPDX-License-Identifier: Apache-2.0
namespace Vigil.EndToEnd.Stage;

/// <summary>Where the built program and the web client are in this checkout.</summary>
internal static class Checkout
{
    public static string Root { get; } = FindRoot();

    public static string WebClient => Path.Combine(Root, "web", "dist");

    public static string VigilProgram => Path.Combine(Root, "artifacts", "bin", "Cli", "release", "vigil.dll");

    /// <summary>Screenshots of a run, to be looked at.</summary>
    public static string Screenshots { get; } = Directory.CreateDirectory(Path.Combine(FindRoot(), "test-results", "screenshots")).FullName;

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Vigil.slnx"))) { return folder.FullName; }
        }
        throw new InvalidOperationException("These tests run inside a checkout.");
    }
}
