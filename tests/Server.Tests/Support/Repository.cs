// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Server.Tests.Support;

/// <summary>Finds files of the checkout that the tests were built from.</summary>
internal static class Repository
{
    public static string PathOf(params string[] parts)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Vigil.slnx"))) { return Path.Combine([folder.FullName, .. parts]); }
        }
        throw new InvalidOperationException("the tests run outside their checkout");
    }
}
