// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Vigil.Server;
using Vigil.Server.Serving;
using Vigil.Server.Signalling.Media;
using Vigil.Sfu;

namespace Vigil.EndToEnd.Stage;

/// <summary>The real server inside the test's process, because only there can its media plane be listened to.</summary>
internal sealed class RecordingServer : IAsyncDisposable
{
    private readonly VigilServer server;
    private readonly DirectoryInfo data;
    private readonly LineLogger logger;

    private RecordingServer(VigilServer server, DirectoryInfo data, LineLogger logger) => (this.server, this.data, this.logger) = (server, data, logger);

    public string Url => server.Address.ToString().TrimEnd('/');

    public string DataFolder => data.FullName;

    public IReadOnlyCollection<string> Output => logger.Lines;

    public static async Task<RecordingServer> StartAsync(IPacketTap tap)
    {
        var data = Directory.CreateTempSubdirectory("vigil-recording-");
        var logger = new LineLogger();
        var media = MediaPlane.Start(new SfuOptions { ListenAddress = IPAddress.Loopback, Tap = tap }, NullLoggerFactory.Instance, TimeProvider.System);
        var options = new ServeOptions { Host = "127.0.0.1", Port = 0, Data = Path.Combine(data.FullName, "data"), Web = Checkout.WebClient, LogLevel = LogLevel.Trace };
        // From here on the server owns the media plane and ends it.
        var server = await VigilServer.StartAsync(options, new ServerParts { Media = new SfuMediaPlane(media), LoggerProvider = logger });
        return new RecordingServer(server, data, logger);
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        logger.Dispose();
        data.Delete(recursive: true);
    }

    private sealed class LineLogger : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose() { }
    }
}
