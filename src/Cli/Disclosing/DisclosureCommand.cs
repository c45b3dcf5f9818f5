// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using Vigil.Server.Staff;

namespace Vigil.Cli.Disclosing;

/// <summary><c>vigil disclosure key</c> and <c>vigil disclosure open</c>: for whoever receives data by an order.</summary>
internal static class DisclosureCommand
{
    private const string AboutKey =
        """
        Make a key to receive data with. The private half goes into the file, which its owner alone can read and nobody else ever needs; what is printed is
        for the proposal.

        Exit codes: 0 made, 2 the file is there already or cannot be written, or wrong usage.
        """;

    private const string AboutOpen =
        """
        Open a file by which an order disclosed data, and print what is in it (JSON). Nothing is asked of any server.

        Exit codes: 0 opened, 1 not sealed to this key for this order, or changed, 2 could not read it, or wrong usage.
        """;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int MostBytes = 16 << 20;

    private static readonly Argument<string> NewKeyFile = new("file") { Description = "Where the private key goes; must not be there yet" };
    private static readonly Argument<string> File = new("file") { Description = "The sealed file" };
    private static readonly Option<string> Key = new("--key") { Description = "The private key, as vigil disclosure key made it", Required = true };
    private static readonly Option<string> Order = new("--order") { Description = "Id of the order: the file's name, unless it was renamed" };

    public static Command Create()
    {
        var key = new Command("key", AboutKey) { NewKeyFile };
        key.SetAction(MakeKey);
        var open = new Command("open", AboutOpen) { Key, Order, File };
        open.SetAction(Open);
        return new Command("disclosure", "Data that an order discloses.") { key, open };
    }

    private static int MakeKey(ParseResult parsed)
    {
        var streams = parsed.InvocationConfiguration;
        var path = parsed.GetValue(NewKeyFile)!;
        var (pem, publicKey) = Disclosure.NewKey();
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            // Elsewhere whoever owns the folder decides.
            if (!OperatingSystem.IsWindows()) { options.UnixCreateMode = OwnerOnly; }
            using var file = new StreamWriter(new FileStream(path, options));
            file.Write(pem);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            streams.Error.WriteLine($"{path}: {e.Message}");
            return ExitCode.Failed;
        }
        streams.Output.WriteLine(publicKey);
        return ExitCode.Good;
    }

    private static int Open(ParseResult parsed)
    {
        var streams = parsed.InvocationConfiguration;
        var path = parsed.GetValue(File)!;
        var order = parsed.GetValue(Order) ?? Path.GetFileNameWithoutExtension(path);
        if (Read(parsed.GetValue(Key)!, streams.Error) is not { } pem || Read(path, streams.Error) is not { } bytes) { return ExitCode.Failed; }
        if (!Disclosure.TryReadKey(System.Text.Encoding.UTF8.GetString(pem), out var key))
        {
            streams.Error.WriteLine($"{parsed.GetValue(Key)}: not an X25519 private key in PEM form");
            return ExitCode.Failed;
        }
        if (Disclosure.Open(key, order, bytes) is not { } record)
        {
            streams.Error.WriteLine($"{path}: not sealed to this key for order {order}, or changed");
            return ExitCode.Refused;
        }
        streams.Output.WriteLine(System.Text.Encoding.UTF8.GetString(record));
        return ExitCode.Good;
    }

    private static byte[]? Read(string path, TextWriter errors)
    {
        try
        {
            if (new FileInfo(path).Length <= MostBytes) { return System.IO.File.ReadAllBytes(path); }
            errors.WriteLine($"{path}: far too large");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException) { errors.WriteLine($"{path}: {e.Message}"); }
        return null;
    }
}
