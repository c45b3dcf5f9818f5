// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Replay.Tests;

/// <summary>Where the built program and the web client are in this checkout.</summary>
internal static class Checkout
{
    public static string Root { get; } = FindRoot();

    public static string Artifacts => Path.Combine(Root, "artifacts");

    public static string Program => Path.Combine(Artifacts, "bin", "Cli", "release");

    public static string WebClient => Path.Combine(Root, "web", "dist");

    public static string WebClientWithSwitches => Path.Combine(Artifacts, "web-mutants");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Vigil.slnx"))) { return folder.FullName; }
        }
        throw new InvalidOperationException("These tests run inside a checkout.");
    }
}
