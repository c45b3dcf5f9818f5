// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using Vigil.Server.Serving;

namespace Vigil.Cli;

/// <summary>How a server is started: the same for <c>vigil serve</c> and for the ceremony before it, so that one line of options does for both.</summary>
internal static class ServerOptions
{
    private static readonly ServeOptions Defaults = new();

    private static readonly Option<string> Host = new("--host")
    {
        Description = "localhost, an IP address, or * for all addresses of this machine",
        DefaultValueFactory = _ => Defaults.Host,
    };

    private static readonly Option<int> Port = new("--port")
    {
        Description = "TCP port of pages and signalling",
        DefaultValueFactory = _ => Defaults.Port,
    };

    private static readonly Option<string?> Origin = new("--origin") { Description = "Address under which people open the server, as https://meet.example.org: accounts' passkeys are bound to it [default: localhost, on this machine]" };
    private static readonly Option<string?> Certificate = new("--cert") { Description = "PEM file of the TLS certificate with its chain; read again when it changes" };
    private static readonly Option<string?> Key = new("--key") { Description = "PEM file of the certificate's private key" };

    private static readonly Option<string> Data = new("--data")
    {
        Description = "Folder that holds everything the server keeps",
        DefaultValueFactory = _ => Defaults.Data,
    };

    private static readonly Option<int?> MediaPort = new("--media-port")
    {
        Description = $"UDP port of media [default: a free one on localhost, else {ServeOptions.UsualMediaPort}]",
    };

    private static readonly Option<string[]> Announce = new("--announce")
    {
        Description = "IP addresses under which clients reach the media port",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string?> LogOrigin = new("--log-origin")
    {
        Description = "Name of the public log, for ever: host/path [default: <host>/log/staff-actions, once]",
    };

    private static readonly Option<string?> LogFolder = new("--log-folder") { Description = "Folder of the public log's files, as any web server may serve them [default: log in --data]" };
    private static readonly Option<string?> LogSecond = new("--log-second") { Description = "Second place of the log's last signed checkpoint, best on another disk [default: log-second in --data]" };
    private static readonly Option<string?> LogPolicy = new("--log-policy") { Description = "Policy file: which witnesses cosign the public log, and how many must" };
    private static readonly Option<string?> WitnessLogs = new("--witness-logs") { Description = "File with the vkeys of logs that this server is a witness for" };

    private static readonly Option<long> FilesLimit = new("--files-limit")
    {
        Description = $"Room for the files that people share in all meetings together, like 500MiB [default: {ByteSize.ToText(Defaults.FilesLimit)}]",
        DefaultValueFactory = _ => Defaults.FilesLimit,
        CustomParser = ByteSize.Parse,
    };

    private static readonly Option<string> Web = new("--web")
    {
        Description = "Folder of the built web client",
        DefaultValueFactory = _ => Defaults.Web,
    };

    private static readonly Option<LogLevel> Level = new("--log-level")
    {
        Description = "From which level on events are written to standard error",
        DefaultValueFactory = _ => Defaults.LogLevel,
    };

    public static void AddTo(Command command)
    {
        foreach (var option in new Option[] { Host, Port, Origin, Certificate, Key, Data, MediaPort, Announce, LogOrigin, LogFolder, LogSecond, LogPolicy, WitnessLogs, FilesLimit, Web, Level })
        {
            command.Add(option);
        }
    }

    public static ServeOptions Read(ParseResult parsed) => new()
    {
        Host = parsed.GetValue(Host)!,
        Port = parsed.GetValue(Port),
        Origin = parsed.GetValue(Origin),
        Certificate = parsed.GetValue(Certificate),
        Key = parsed.GetValue(Key),
        Data = parsed.GetValue(Data)!,
        MediaPort = parsed.GetValue(MediaPort),
        Announce = parsed.GetValue(Announce) ?? [],
        LogOrigin = parsed.GetValue(LogOrigin),
        LogFolder = parsed.GetValue(LogFolder),
        LogSecond = parsed.GetValue(LogSecond),
        LogPolicy = parsed.GetValue(LogPolicy),
        WitnessLogs = parsed.GetValue(WitnessLogs),
        FilesLimit = parsed.GetValue(FilesLimit),
        Web = parsed.GetValue(Web)!,
        LogLevel = parsed.GetValue(Level),
    };
}
