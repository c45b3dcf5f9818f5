// SPDX-License-Identifier: Apache-2.0
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Vigil.Server.Serving;

/// <summary>
/// Certificate and key from PEM files, read again when they change. Looking at the files each ten seconds finds also what
/// file watchers miss: certificate tools replace links to folders.
/// </summary>
internal sealed class ServerCertificate : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);

    private readonly string _certificatePath;
    private readonly string _keyPath;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private byte[] _seen;
    private SslStreamCertificateContext _current;

    private ServerCertificate(string certificatePath, string keyPath, TimeProvider time, ILogger logger)
    {
        (_certificatePath, _keyPath, _time, _logger) = (certificatePath, keyPath, time, logger);
        _seen = HashFiles();
        _current = Read();
        _timer = time.CreateTimer(_ => Look(), null, LookEvery, LookEvery);
    }

    /// <summary>What the next handshake uses.</summary>
    public SslStreamCertificateContext Current => Volatile.Read(ref _current);

    public static ServerCertificate Load(string certificatePath, string keyPath, TimeProvider time, ILogger logger)
    {
        try { return new ServerCertificate(certificatePath, keyPath, time, logger); }
        catch (Exception e) when (IsBadFile(e)) { throw new StartException($"--cert, --key: {e.Message}"); }
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        try
        {
            var hash = HashFiles();
            if (hash.AsSpan().SequenceEqual(_seen)) { return; }
            // Remembered before it is tried: a bad pair is reported once, not every ten seconds.
            _seen = hash;
            Volatile.Write(ref _current, Read());
            _logger.CertificateReloaded();
        }
        catch (Exception e) when (IsBadFile(e)) { _logger.CertificateKept(e.Message); }
    }

    private SslStreamCertificateContext Read()
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(_certificatePath);
        var leaf = X509Certificate2.CreateFromPemFile(_certificatePath, _keyPath);
        if (leaf.NotAfter.ToUniversalTime() < _time.GetUtcNow())
        {
            throw new CryptographicException($"the certificate ended on {leaf.NotAfter.ToUniversalTime():yyyy-MM-dd}");
        }
        return SslStreamCertificateContext.Create(leaf, chain, offline: true);
    }

    private byte[] HashFiles() => SHA256.HashData([.. File.ReadAllBytes(_certificatePath), 0, .. File.ReadAllBytes(_keyPath)]);

    private static bool IsBadFile(Exception e) => e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException;
}
