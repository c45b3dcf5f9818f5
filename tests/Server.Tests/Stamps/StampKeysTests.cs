// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Log;
using Vigil.Server.Meetings;
using Vigil.Server.Stamps;
using Vigil.Server.Tests.Support;

namespace Vigil.Server.Tests.Stamps;

/// <summary>Keys come by the week and go after ninety days, also when the server was off on the day.</summary>
public sealed class StampKeysTests : IDisposable
{
    private static readonly MeetingId Meeting = new(new byte[16]);
    private static readonly ParticipantId Sender = new(new byte[16]);

    private readonly TestStamps _stamps = new();

    public void Dispose() => _stamps.Dispose();

    [Fact]
    public void Keys_are_for_their_owner_alone_and_survive_a_restart()
    {
        var (publicKey, stamp) = (_stamps.Keys.PublicKey, Make());
        var ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(ownerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(_stamps.Folder));
        Assert.All(Directory.EnumerateFiles(_stamps.Folder), file => Assert.Equal(ownerOnly, File.GetUnixFileMode(file)));

        _stamps.Reopen();
        Assert.Equal(publicKey, _stamps.Keys.PublicKey);
        Assert.Equal(TagCheck.Good, Check(stamp));
    }

    [Fact]
    public void A_new_key_is_made_each_week_and_the_old_ones_go_on_checking()
    {
        var first = Make();
        _stamps.Time.Advance(TimeSpan.FromDays(7));
        var second = Make();
        Assert.Equal(Number(first) + 1, Number(second));
        Assert.Equal(2, _stamps.FrankingFiles.Count());
        Assert.Equal(TagCheck.Good, Check(first));
        Assert.Equal(TagCheck.Good, Check(second));
    }

    [Fact]
    public void After_ninety_days_a_key_is_gone_from_memory_and_disk()
    {
        var stamp = Make();
        var file = Path.Combine(_stamps.Folder, $"franking-{Number(stamp)}.key");
        var began = DateTimeOffset.UnixEpoch + (Number(stamp) * TimeSpan.FromDays(7));
        var left = began + TimeSpan.FromDays(90) - _stamps.Time.GetUtcNow();
        _stamps.Time.Advance(left - TimeSpan.FromSeconds(1));
        Assert.Equal(TagCheck.Good, Check(stamp));
        Assert.True(File.Exists(file));

        _stamps.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TagCheck.KeyGone, Check(stamp));
        _stamps.Time.Advance(TimeSpan.FromHours(1));
        Assert.False(File.Exists(file));
        Assert.InRange(_stamps.FrankingFiles.Count(), 12, 13);
    }

    [Fact]
    public void A_key_that_became_too_old_while_the_server_was_off_is_destroyed_at_the_start()
    {
        var stamp = Make();
        var file = Assert.Single(_stamps.FrankingFiles);
        _stamps.Keys.Dispose();
        _stamps.Time.Advance(TimeSpan.FromDays(100));
        _stamps.Reopen();
        Assert.NotEqual(file, Assert.Single(_stamps.FrankingFiles));
        Assert.Equal(TagCheck.KeyGone, Check(stamp));
        Assert.Equal(TagCheck.Good, Check(Make()));
    }

    [Fact]
    public void A_disk_that_takes_no_new_key_leaves_the_old_one_at_work()
    {
        var before = Make();
        // A folder in the new key's place: it cannot be written, whoever runs the test.
        var inTheWay = Path.Combine(_stamps.Folder, $"franking-{Number(before) + 1}.key");
        Directory.CreateDirectory(Path.Combine(inTheWay, "inside"));
        _stamps.Time.Advance(TimeSpan.FromDays(7));
        Assert.Equal(Number(before), Number(Make()));

        Directory.Delete(inTheWay, recursive: true);
        _stamps.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(Number(before) + 1, Number(Make()));
    }

    [Fact]
    public void A_destroyed_key_tags_nothing()
    {
        var key = new FrankingKey(1, new byte[32]);
        Span<byte> tag = stackalloc byte[32];
        Assert.True(key.TryTag([1], tag));
        key.Dispose();
        Assert.False(key.TryTag([1], tag));
    }

    [Theory]
    [InlineData("0644", 32)]
    [InlineData("0640", 32)]
    [InlineData("0600", 31)]
    [InlineData("0600", 33)]
    public void A_key_file_that_others_can_read_or_that_is_no_key_stops_the_start(string mode, int length)
    {
        var path = Path.Combine(_stamps.Folder, Assert.Single(_stamps.FrankingFiles));
        File.WriteAllBytes(path, new byte[length]);
        File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(mode, 8));
        Assert.Contains(path, Assert.Throws<LogStoreException>(_stamps.Reopen).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("franking-x.key")]
    [InlineData("franking-01.key")]
    [InlineData("franking-+1.key")]
    public void A_file_with_another_name_is_not_taken_for_a_key(string name)
    {
        File.WriteAllBytes(Path.Combine(_stamps.Folder, name), new byte[32]);
        Assert.Contains(name, Assert.Throws<LogStoreException>(_stamps.Reopen).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_do_not_print()
    {
        using var key = new FrankingKey(1, new byte[32]);
        Assert.Equal(nameof(FrankingKey), $"{key}");
        Assert.Equal(nameof(StampKeys), $"{_stamps.Keys}");
    }

    private byte[] Make()
    {
        Assert.True(EnvelopeHead.TryParse(TestEnvelope.Make(), out var head));
        return _stamps.Signer.Sign(Meeting, Sender, head, _stamps.Time.GetUtcNow(), new byte[32]);
    }

    private static uint Number(byte[] bytes) => Stamp.TryParse(bytes, out var stamp) ? stamp.Key : throw new InvalidOperationException();

    private TagCheck Check(byte[] bytes) => Stamp.TryParse(bytes, out var stamp) ? _stamps.Signer.Check(stamp) : throw new InvalidOperationException();
}
