// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Replay.Stage;

/// <summary>Copies that an insider, or an outsider, makes of whole folders.</summary>
internal static class Folders
{
    /// <summary>Everything below, over what is there.</summary>
    public static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories)) { Directory.CreateDirectory(Moved(folder)); }
        // A lock is held, not kept: there is nothing in it.
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "lock")) { File.Copy(file, Moved(file), overwrite: true); }
        string Moved(string path) => Path.Combine(to, Path.GetRelativePath(from, path));
    }

    /// <summary>As it was when the copy was made, with nothing that came later.</summary>
    public static void Restore(string copy, string to)
    {
        Directory.Delete(to, recursive: true);
        Copy(copy, to);
    }
}
