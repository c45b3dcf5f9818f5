// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Tests;

/// <summary>Finds the shared folder of official test vectors beside the checkout, or skips the test that needs it.</summary>
internal static class SharedFolder
{
    /// <summary>Path of a vector file; the running test is skipped, and says so, where the folder is absent.</summary>
    public static string VectorPath(params string[] parts)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "Vigil.slnx"))) { continue; }
            var path = Path.Combine([folder.FullName, "..", "shared", "vectors", .. parts]);
            if (File.Exists(path)) { return path; }
            break;
        }
        Assert.Skip($"shared/vectors/{string.Join('/', parts)} is not here");
        return "";
    }
}
