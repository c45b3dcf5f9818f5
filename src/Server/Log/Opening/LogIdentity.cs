// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Log.Files;
using Vigil.Tlog.Checkpoints;
using Vigil.Tlog.Keys;
using Vigil.Tlog.Notes;

namespace Vigil.Server.Log.Opening;

/// <summary>Name and keys of this log, and of this server as a witness for others.</summary>
internal sealed class LogIdentity : IDisposable
{
    public const string LogKeyFile = "log.key.pem";
    public const string WitnessKeyFile = "witness.key.pem";

    /// <summary>For others to copy: into policies, and into the lists of witnesses.</summary>
    public const string LogVkeyFile = "log.vkey", WitnessVkeyFile = "witness.vkey";

    private readonly Ed25519Signer _logKey;
    private readonly Ed25519Signer _witnessKey;

    private LogIdentity(string origin, Ed25519Signer logKey, Ed25519Signer witnessKey, Func<ISigner, ISigner>? wrap)
    {
        (Origin, _logKey, _witnessKey) = (origin, logKey, witnessKey);
        Signer = new NoteSigner(origin, wrap is null ? logKey : wrap(logKey));
        Cosigner = new Cosigner($"{OriginName.Host(origin)}/witness", witnessKey);
    }

    public string Origin { get; }
    public NoteSigner Signer { get; }
    public Cosigner Cosigner { get; }

    /// <summary>
    /// Reads them, or makes them where no log ever was. The origin is the one it has, else <paramref name="wanted"/> by option, else
    /// <paramref name="usual"/>; <paramref name="wrap"/> puts a test's signer around the key.
    /// </summary>
    public static LogIdentity LoadOrCreate(DurableFolder state, string? wanted, string? usual, bool hasLog, Func<ISigner, ISigner>? wrap = null)
    {
        var config = ReadConfig(state, hasLog);
        var origin = config?.Origin ?? wanted ?? usual
            ?? throw new LogStoreException("--log-origin", "the public log needs a name that never changes, for example meet.example.org/log/staff-actions");
        if (wanted is not null && wanted != origin) { throw new LogStoreException("--log-origin", $"the log here is '{origin}' and keeps its name; '{wanted}' would be another log"); }
        if (OriginName.Problem(origin) is { } problem) { throw new LogStoreException("--log-origin", problem); }
        if (config is not null && state.ReadIfThere(LogKeyFile) is null) { throw new LogStoreException(state.PathOf(LogKeyFile), "missing: without this key the log cannot go on"); }

        var logKey = PrivateKeyFile.LoadOrCreate(state, LogKeyFile);
        var vkey = new VerifierKey(origin, KeyAlgorithm.Ed25519, logKey.PublicKey).ToString();
        if (config is not null && config.LogKey != vkey) { throw new LogStoreException(state.PathOf(LogKeyFile), $"not the key that '{LogConfig.FileName}' names: {config.LogKey}"); }
        var identity = new LogIdentity(origin, logKey, PrivateKeyFile.LoadOrCreate(state, WitnessKeyFile), wrap);
        if (config is null)
        {
            state.Write([
                new NewFile(LogVkeyFile, Line(vkey)),
                new NewFile(WitnessVkeyFile, Line(identity.Cosigner.Key.ToString())),
                new NewFile(LogConfig.FileName, new LogConfig(1, origin, vkey).ToBytes()),
            ]);
        }
        return identity;
    }

    public void Dispose()
    {
        _logKey.Dispose();
        _witnessKey.Dispose();
    }

    private static LogConfig? ReadConfig(DurableFolder state, bool hasLog)
    {
        var path = state.PathOf(LogConfig.FileName);
        if (state.ReadIfThere(LogConfig.FileName) is { } bytes) { return LogConfig.Read(bytes, path); }
        return hasLog ? throw new LogStoreException(path, "missing, though there is a log: restore it with the keys beside it") : null;
    }

    private static byte[] Line(string text) => System.Text.Encoding.UTF8.GetBytes(text + "\n");
}
