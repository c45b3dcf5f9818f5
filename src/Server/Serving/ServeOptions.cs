// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Vigil.Server.Log;
using Vigil.Server.Log.Opening;

namespace Vigil.Server.Serving;

/// <summary>How the server is started. Every field is checked before anything else happens.</summary>
public sealed class ServeOptions
{
    /// <summary>The UDP port of public servers unless another is given: the one that STUN made usual.</summary>
    public const int UsualMediaPort = 3478;

    private const int UsualTlsPort = 443;

    /// <summary><c>localhost</c>, an IP address, or <c>*</c> for all addresses of this machine.</summary>
    public string Host { get; init; } = "localhost";

    /// <summary>TCP port of pages and signalling; 0 takes a free one (with an IP address as host).</summary>
    public int Port { get; init; } = 8080;

    /// <summary>The address under which people open the server, such as <c>https://meet.example.org</c>: passkeys are bound to it.</summary>
    public string? Origin { get; init; }

    /// <summary>PEM file of the certificate and its chain.</summary>
    public string? Certificate { get; init; }

    /// <summary>PEM file of the certificate's private key.</summary>
    public string? Key { get; init; }

    /// <summary>The folder that holds everything the server keeps.</summary>
    public string Data { get; init; } = "data";

    /// <summary>UDP port of media. Without one: any free port on loopback, else <see cref="UsualMediaPort"/>.</summary>
    public int? MediaPort { get; init; }

    /// <summary>The IP addresses under which clients reach this machine's media port.</summary>
    public IReadOnlyList<string> Announce { get; init; } = [];

    /// <summary>How many bytes the files shared in all meetings may have; they are sealed, and gone with their meetings.</summary>
    public long FilesLimit { get; init; } = 5L << 30;

    /// <summary>Folder of the built web client.</summary>
    public string Web { get; init; } = Path.Combine("web", "dist");

    /// <summary>The public log's name, for ever: <c>host/path</c>. Without one a new log is named after <see cref="Host"/>.</summary>
    public string? LogOrigin { get; init; }

    /// <summary>Folder of the public log's files, which any web server may serve; <c>log</c> in <see cref="Data"/> unless given.</summary>
    public string? LogFolder { get; init; }

    /// <summary>A second place for the log's last signed checkpoint, best on another disk; <c>log-second</c> in <see cref="Data"/> unless given.</summary>
    public string? LogSecond { get; init; }

    /// <summary>Policy file: which witnesses cosign this log's checkpoints, and how many must.</summary>
    public string? LogPolicy { get; init; }

    /// <summary>File with the vkeys of other people's logs that this server is a witness for.</summary>
    public string? WitnessLogs { get; init; }

    /// <summary>From which level on the server's own events are written.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    internal bool HasTls => Certificate is not null;

    internal bool IsLoopback => Host == "localhost" || (IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address));

    internal bool IsEveryAddress => Host == "*" || (IPAddress.TryParse(Host, out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)));

    internal LogOptions LogOptions => new()
    {
        Folder = Path.GetFullPath(LogFolder ?? Path.Combine(Data, "log")),
        StateFolder = Path.GetFullPath(Path.Combine(Data, "log-state")),
        SecondFolder = Path.GetFullPath(LogSecond ?? Path.Combine(Data, "log-second")),
        Origin = LogOrigin,
        // The log names only what others can reach.
        WebOrigin = Origin?.StartsWith("https:", StringComparison.Ordinal) == true ? Origin : null,
        PolicyFile = LogPolicy,
        WebPort = WebPort,
    };

    /// <summary>The port that stands in the addresses of pages. Without TLS a proxy has the public one, and that is the usual one.</summary>
    private int? WebPort => HasTls && Port is not (0 or UsualTlsPort) ? Port : null;

    /// <summary>All that is wrong, each with the field's name; empty if nothing is.</summary>
    public IReadOnlyList<OptionProblem> Check() => [.. Problems()];

    private IEnumerable<OptionProblem> Problems()
    {
        var isAddress = IPAddress.TryParse(Host, out _);
        if (Host is not ("localhost" or "*") && !isAddress) { yield return new("host", $"'{Host}' is not localhost, an IP address or *"); }
        if (Port is < 0 or > 65535) { yield return new("port", $"{Port} is not between 0 and 65535"); }
        if (Port == 0 && !isAddress) { yield return new("port", "0, a free port, goes with an IP address as host only"); }
        if (Origin is not null && WebOrigin.Problem(Origin) is { } webOrigin) { yield return new("origin", webOrigin); }
        if (MediaPort is < 0 or > 65535) { yield return new("media-port", $"{MediaPort} is not between 0 and 65535"); }
        if (Certificate is null != Key is null) { yield return new(Key is null ? "key" : "cert", "a certificate and its key go together"); }
        if (Certificate is not null && !File.Exists(Certificate)) { yield return new("cert", $"there is no file '{Certificate}'"); }
        if (Key is not null && !File.Exists(Key)) { yield return new("key", $"there is no file '{Key}'"); }
        if (!IsLoopback && !HasTls)
        {
            yield return new("cert", $"host '{Host}' is reachable by others and needs TLS: browsers give camera and encryption to secure pages only. Give --cert and --key");
        }
        foreach (var address in Announce.Where(address => !IPAddress.TryParse(address, out var parsed) || parsed.Equals(IPAddress.Any) || parsed.Equals(IPAddress.IPv6Any)))
        {
            yield return new("announce", $"'{address}' is not an IP address that clients can reach");
        }
        if (IsEveryAddress && Announce.Count == 0) { yield return new("announce", "with all addresses as host, clients must be told which one media goes to"); }
        if (Data.Length == 0) { yield return new("data", "a folder is needed"); }
        if (LogOrigin is not null && OriginName.Problem(LogOrigin) is { } origin) { yield return new("log-origin", origin); }
        if (LogFolder?.Length == 0) { yield return new("log-folder", "a folder is needed"); }
        if (LogSecond?.Length == 0) { yield return new("log-second", "a folder is needed"); }
        if (LogPolicy is not null && !File.Exists(LogPolicy)) { yield return new("log-policy", $"there is no file '{LogPolicy}'"); }
        if (WitnessLogs is not null && !File.Exists(WitnessLogs)) { yield return new("witness-logs", $"there is no file '{WitnessLogs}'"); }
        if (FilesLimit < 0) { yield return new("files-limit", $"{FilesLimit} is less than nothing"); }
        if (Web.Length == 0) { yield return new("web", "a folder is needed"); }
    }
}

/// <summary>One field that cannot be used, and why.</summary>
public sealed record OptionProblem(string Field, string Message);

/// <summary>The server cannot start; the message is for the person who started it.</summary>
public sealed class StartException : Exception
{
    public StartException(string message) : base(message) { }

    public StartException(IEnumerable<OptionProblem> problems)
        : base(string.Join(Environment.NewLine, problems.Select(problem => $"--{problem.Field}: {problem.Message}"))) { }
}
