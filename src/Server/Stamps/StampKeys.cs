// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Crypto;
using Vigil.Server.Log.Files;
using Vigil.Server.Log.Opening;
using Vigil.Tlog.Keys;

namespace Vigil.Server.Stamps;

/// <summary>
/// The keys behind stamps: one that signs, for as long as the server exists, and franking keys that come and go by the week.
/// A franking key's number is the week since 1970 in which it began, so that no number is ever used twice, whatever was deleted.
/// </summary>
internal sealed class StampKeys : IDisposable
{
    public const string StampKeyFile = "stamp.key.pem";

    public static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <summary>From its beginning; reports come until then.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    private static readonly TimeSpan LookAgain = TimeSpan.FromHours(1);

    private readonly FrankingKeyFiles _files;
    private readonly Ed25519Signer _signer;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly SortedDictionary<uint, FrankingKey> _franking = [];
    private readonly ITimer _timer;

    private StampKeys(DurableFolder folder, TimeProvider time, ILogger logger)
    {
        (_files, _time, _logger) = (new FrankingKeyFiles(folder), time, logger);
        _signer = PrivateKeyFile.LoadOrCreate(folder, StampKeyFile);
        PublicKey = new PublicKey(_signer.PublicKey.Span);
        try
        {
            Load();
        }
        catch
        {
            Forget();
            throw;
        }
        _timer = time.CreateTimer(_ => Rotate(), null, LookAgain, LookAgain);
    }

    public PublicKey PublicKey { get; }

    /// <exception cref="Log.LogStoreException">with the file that cannot be used</exception>
    public static StampKeys Open(string folder, TimeProvider time, ILogger<StampKeys> logger) =>
        new(new DurableFolder(new UnixFiles(), Path.GetFullPath(folder), isPrivate: true), time, logger);

    public byte[] Sign(ReadOnlySpan<byte> message) => _signer.Sign(message);

    /// <summary>The newest key's number and its tag. There always is one: an old one goes only when a newer one is there.</summary>
    public uint Tag(ReadOnlySpan<byte> tagged, Span<byte> tag)
    {
        lock (_gate)
        {
            var (number, key) = _franking.Last();
            return key.TryTag(tagged, tag) ? number : throw new ObjectDisposedException(nameof(StampKeys));
        }
    }

    /// <summary>The tag that this key makes; false if the key is gone.</summary>
    public bool TryTag(uint number, ReadOnlySpan<byte> tagged, Span<byte> tag)
    {
        lock (_gate) { return _franking.TryGetValue(number, out var key) && !IsOver(number) && key.TryTag(tagged, tag); }
    }

    public void Dispose()
    {
        _timer.Dispose();
        Forget();
    }

    public override string ToString() => nameof(StampKeys);

    private uint ThisWeek => checked((uint)(_time.GetUtcNow().ToUnixTimeSeconds() / (long)Week.TotalSeconds));

    private bool IsOver(uint number) => _time.GetUtcNow() - (DateTimeOffset.UnixEpoch + (number * Week)) >= Lifetime;

    private void Load()
    {
        foreach (var number in _files.Numbers().ToArray())
        {
            if (IsOver(number)) { _files.Destroy(number); }
            else { _franking.Add(number, _files.Load(number)); }
        }
        MakeThisWeeks();
    }

    /// <summary>A disk that does not take the new key leaves the old one at work: it is checked as long as any.</summary>
    private void Rotate()
    {
        lock (_gate)
        {
            try
            {
                MakeThisWeeks();
                DestroyOld();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException) { _logger.FrankingKeyNotChanged(e.Message); }
        }
    }

    private void MakeThisWeeks()
    {
        if (_franking.Count > 0 && _franking.Last().Key >= ThisWeek) { return; }
        _franking.Add(ThisWeek, _files.Create(ThisWeek));
    }

    private void DestroyOld()
    {
        foreach (var number in _franking.Keys.Where(IsOver).ToArray())
        {
            _franking[number].Dispose();
            _files.Destroy(number);
            _franking.Remove(number);
        }
    }

    private void Forget()
    {
        lock (_gate)
        {
            foreach (var key in _franking.Values) { key.Dispose(); }
            _signer.Dispose();
        }
    }
}
