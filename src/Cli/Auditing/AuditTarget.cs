// SPDX-License-Identifier: Apache-2.0
using Vigil.Cli.Mirroring;

namespace Vigil.Cli.Auditing;

/// <summary>Where the log is: a web server, or a folder, which is read in place.</summary>
internal sealed record AuditTarget(string Name, Uri? Address, string? Folder)
{
    public static AuditTarget Parse(string text)
    {
        var isAddress = text.Contains("://", StringComparison.Ordinal);
        if (!isAddress)
        {
            var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(text));
            return Directory.Exists(folder)
                ? new AuditTarget(folder, null, folder)
                : throw new CannotCheckException($"there is no folder {folder}; an address begins with https://");
        }
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http"))
        {
            throw new CannotCheckException($"'{text}' is not an address of http or https");
        }
        if (address.Query.Length + address.Fragment.Length + address.UserInfo.Length > 0)
        {
            throw new CannotCheckException($"'{text}': a log's address has no user name, question mark or hash sign");
        }
        return new AuditTarget(address.AbsoluteUri.TrimEnd('/'), address, null);
    }

    /// <summary>What to say when nothing is there.</summary>
    public string NoCheckpoint => Address is null
        ? $"{Name} has no file 'checkpoint': it is not a log's folder"
        : Address.AbsolutePath == "/"
            ? $"{Name}/checkpoint is not there; the log of a Vigil server is at {Name}/log"
            : $"{Name}/checkpoint is not there: it is not a log's address";

    public string StateFolder => Mirroring.StateFolder.DefaultFor(Name);
}
