// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Vigil.Cli.Mirroring;

/// <summary>An auditor's own folder for one log: what it downloaded, and what it must never forget. One program at a time.</summary>
/// <remarks>
/// <c>log/</c> the mirror, itself a log that can be served and audited; <c>checkpoints/</c> every checkpoint ever seen;
/// <c>policy</c> the one used last; <c>evidence/</c> what speaks against the log.
/// </remarks>
internal sealed class StateFolder : IDisposable
{
    private readonly FileStream _lock;

    private StateFolder(string path, FileStream held)
    {
        Root = path;
        _lock = held;
        Writer = new AtomicFiles(Path.Combine(path, "incoming"));
        Checkpoints = new SeenCheckpoints(Path.Combine(path, "checkpoints"), Writer);
    }

    public string Root { get; }
    public AtomicFiles Writer { get; }
    public SeenCheckpoints Checkpoints { get; }
    public FolderFiles Log => new(Path.Combine(Root, "log"));
    public FolderFiles SecondLook => new(Path.Combine(Root, "second-look"));
    public string Policy => Path.Combine(Root, "policy");
    public string Evidence => Path.Combine(Root, "evidence");

    public static StateFolder Open(string path)
    {
        Directory.CreateDirectory(path);
        try
        {
            var held = new FileStream(Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new StateFolder(path, held);
        }
        catch (IOException e)
        {
            throw new CannotCheckException($"the state folder {path} is in use by another audit, or cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Where the state is kept unless told otherwise: a name that people recognise, and that differs for each log.</summary>
    public static string DefaultFor(string target)
    {
        var states = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
        if (string.IsNullOrEmpty(states))
        {
            states = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
        }
        var readable = string.Concat(target.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? c : '_')).Trim('_', '.');
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(target)).AsSpan(0, 4));
        return Path.Combine(states, "vigil", "audit", $"{readable[..Math.Min(readable.Length, 80)]}-{hash}");
    }

    /// <summary>Puts the second look in the mirror's place; what was there goes to <paramref name="keepIn"/>, or away.</summary>
    public void ReplaceLog(string? keepIn)
    {
        if (keepIn is null) { Delete(Log.Folder); }
        else if (Directory.Exists(Log.Folder))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(keepIn)!);
            Directory.Move(Log.Folder, keepIn);
        }
        Directory.Move(SecondLook.Folder, Log.Folder);
    }

    /// <summary>A new name for files that are kept as evidence.</summary>
    public string NewFolderForFiles(DateTimeOffset now)
    {
        var name = now.ToString("'files-until-'yyyyMMdd'T'HHmmss'.'", CultureInfo.InvariantCulture);
        for (var number = 1; ; number++)
        {
            var path = Path.Combine(Evidence, name + number.ToString(CultureInfo.InvariantCulture));
            if (!Directory.Exists(path)) { return path; }
        }
    }

    public static void Delete(string folder)
    {
        if (Directory.Exists(folder)) { Directory.Delete(folder, recursive: true); }
    }

    public void Dispose() => _lock.Dispose();
}
