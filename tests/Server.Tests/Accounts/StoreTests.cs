// SPDX-License-Identifier: Apache-2.0
using FsCheck.Fluent;
using Microsoft.Data.Sqlite;
using Vigil.Server.Accounts;
using Vigil.Server.Storage;
using Vigil.Server.Tests.Support;
using Vigil.Tests;

namespace Vigil.Server.Tests.Accounts;

/// <summary>Any sequence of what may happen to three accounts, against a model of a few lines.</summary>
public class StoreTests
{
    private const string Today = "2026-09-21";

    [Fact]
    public void The_stores_agree_with_the_model()
    {
        using var folder = new TempFolder();
        using var database = Database.Open(DataFolder.Open(folder.Path, out _));
        database.Use(connection => Run(connection, "PRAGMA synchronous = OFF"));
        Property.Holds(Property.Bytes(0, 24), steps =>
        {
            var play = new Play(database);
            foreach (var step in steps) { play.Step(step); }
            play.Check();
            play.Clear();
        });
    }

    [Fact]
    public void Of_many_sessions_those_that_end_first_give_way()
    {
        using var folder = new TempFolder();
        using var database = Database.Open(DataFolder.Open(folder.Path, out _));
        var id = AccountId.Random();
        new AccountStore(database).TryCreate(NewPasskey(id, [1]));
        var store = new SessionStore(database);
        var hashes = Enumerable.Range(0, SessionStore.MostSessions + 5).Select(i => new byte[32].Select(_ => (byte)i).ToArray()).ToArray();
        for (var i = 0; i < hashes.Length; i++) { store.Add(hashes[i], new SessionRow(id, Today, $"2026-10-{1 + (i / 2):00}")); }
        Assert.All(hashes[..4], hash => Assert.Null(store.Find(hash, Today)));
        Assert.Equal(SessionStore.MostSessions, hashes.Count(hash => store.Find(hash, Today) is not null));
        Assert.NotNull(store.Find(hashes[^1], Today));
    }

    [Fact]
    public void An_account_has_twenty_passkeys()
    {
        using var folder = new TempFolder();
        using var database = Database.Open(DataFolder.Open(folder.Path, out _));
        var (id, store) = (AccountId.Random(), new PasskeyStore(database));
        new AccountStore(database).TryCreate(NewPasskey(id, [0]));
        for (byte i = 1; i < PasskeyStore.MostPasskeys; i++) { Assert.Equal(AddPasskeyResult.Added, store.Add(NewPasskey(id, [i]))); }
        Assert.Equal(AddPasskeyResult.TooMany, store.Add(NewPasskey(id, [99])));
    }

    [Fact]
    public void Only_days_fit_into_the_tables()
    {
        using var folder = new TempFolder();
        using var database = Database.Open(DataFolder.Open(folder.Path, out _));
        var passkey = NewPasskey(AccountId.Random(), [1]);
        Assert.Throws<SqliteException>(() => new AccountStore(database).TryCreate(passkey with { Day = "2026-09-21T10:00:00Z" }));
        Assert.Throws<SqliteException>(() => new AccountStore(database).TryCreate(passkey with { Day = "1790000000" }));
        Assert.True(new AccountStore(database).TryCreate(passkey));
    }

    private static Passkey NewPasskey(AccountId account, byte[] credential) => new(credential, account, [1, 2, 3], 0, false, false, Today);

    private static int Run(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of these tests.
        command.CommandText = text;
#pragma warning restore CA2100
        return command.ExecuteNonQuery();
    }

    /// <summary>Three accounts, four credentials, three codes and three sessions, all of this case's own.</summary>
    private sealed class Play(Database database)
    {
        private readonly AccountStore _accounts = new(database);
        private readonly PasskeyStore _passkeys = new(database);
        private readonly RecoveryCodeStore _codes = new(database);
        private readonly SessionStore _sessions = new(database);
        private readonly AccountId[] _ids = [AccountId.Random(), AccountId.Random(), AccountId.Random()];
        private readonly byte[] _own = Guid.NewGuid().ToByteArray();

        private readonly HashSet<int> _there = [];
        private readonly Dictionary<int, (int Account, uint Count)> _keys = [];
        private readonly Dictionary<int, int> _open = [];
        private readonly Dictionary<int, int> _signedIn = [];

        /// <summary>Two bits say whose, two which thing, four what happens.</summary>
        public void Step(byte step)
        {
            var (whose, which, what) = ((step & 3) % 3, (step >> 2) & 3, step >> 4);
            switch (what)
            {
                case 0 or 1 or 2: Create(whose, which); break;
                case 3 or 4: AddKey(whose, which); break;
                case 5 or 6: RemoveKey(whose, which); break;
                case 7 or 8: Use(which, (uint)(step & 15)); break;
                case 9: Replace(whose, which); break;
                case 10 or 11: UseCode(which); break;
                case 12 or 13: SignIn(whose, which); break;
                case 14: SignOutOthers(whose, which); break;
                default: Delete(whose); break;
            }
        }

        public void Check()
        {
            for (var i = 0; i < _ids.Length; i++)
            {
                Assert.Equal(_there.Contains(i), _accounts.Find(_ids[i]) is not null);
                Assert.Equal(_keys.Count(key => key.Value.Account == i), _passkeys.Of(_ids[i]).Count);
                Assert.Equal(_open.Count(code => code.Value == i), _codes.Count(_ids[i]));
            }
            for (var i = 0; i < 4; i++)
            {
                Assert.Equal(_keys.TryGetValue(i, out var key) ? (_ids[key.Account], key.Count) : null, _passkeys.Find(Key(i)) is { } found ? (found.Account, found.SignCount) : ((AccountId, uint)?)null);
                Assert.Equal(_open.TryGetValue(i, out var owner) ? _ids[owner] : null, _codes.Find(Locator(i))?.Account);
                Assert.Equal(_signedIn.TryGetValue(i, out var who) ? _ids[who] : null, _sessions.Find(Hash(i), Today)?.Account);
            }
        }

        /// <summary>Small, so that three hundred cases stay quick.</summary>
        public void Clear() => database.Use(connection =>
            Run(connection, "DELETE FROM account_passkey; DELETE FROM account_recovery_code; DELETE FROM account_session; DELETE FROM account"));

        private void Create(int whose, int which)
        {
            if (_there.Contains(whose)) { return; }
            var isFree = !_keys.ContainsKey(which);
            Assert.Equal(isFree, _accounts.TryCreate(NewPasskey(_ids[whose], Key(which))));
            if (!isFree) { return; }
            _there.Add(whose);
            _keys[which] = (whose, 0);
        }

        private void AddKey(int whose, int which)
        {
            if (!_there.Contains(whose)) { return; }
            Assert.Equal(_keys.TryAdd(which, (whose, 0)) ? AddPasskeyResult.Added : AddPasskeyResult.AlreadyThere, _passkeys.Add(NewPasskey(_ids[whose], Key(which))));
        }

        private void RemoveKey(int whose, int which)
        {
            var isHis = _keys.TryGetValue(which, out var key) && key.Account == whose;
            var isLast = isHis && _keys.Count(other => other.Value.Account == whose) == 1 && !_open.ContainsValue(whose);
            Assert.Equal(!isHis ? RemovePasskeyResult.NotThere : isLast ? RemovePasskeyResult.Last : RemovePasskeyResult.Removed, _passkeys.Remove(_ids[whose], Key(which)));
            if (isHis && !isLast) { _keys.Remove(which); }
        }

        private void Use(int which, uint count)
        {
            var isGood = _keys.TryGetValue(which, out var key) && (count > key.Count || (count == 0 && key.Count == 0));
            Assert.Equal(isGood, _passkeys.TryUse(Key(which), count, isBackedUp: false));
            if (isGood) { _keys[which] = key with { Count = count }; }
        }

        private void Replace(int whose, int which)
        {
            if (!_there.Contains(whose) || (_open.TryGetValue(which, out var owner) && owner != whose)) { return; }
            _codes.Replace(_ids[whose], [(Locator(which), "hash")]);
            foreach (var code in _open.Where(code => code.Value == whose).Select(code => code.Key).ToArray()) { _open.Remove(code); }
            _open[which] = whose;
        }

        private void UseCode(int which)
        {
            Assert.False(_codes.TryUse(Locator(which), "another hash"));
            Assert.Equal(_open.Remove(which), _codes.TryUse(Locator(which), "hash"));
        }

        private void SignIn(int whose, int which)
        {
            if (!_there.Contains(whose) || !_signedIn.TryAdd(which, whose)) { return; }
            _sessions.Add(Hash(which), new SessionRow(_ids[whose], Today, "2026-10-05"));
        }

        private void SignOutOthers(int whose, int which)
        {
            _sessions.RemoveOthers(_ids[whose], Hash(which));
            foreach (var session in _signedIn.Where(session => session.Value == whose && session.Key != which).Select(session => session.Key).ToArray()) { _signedIn.Remove(session); }
        }

        private void Delete(int whose)
        {
            new AccountTables(database).Delete(_ids[whose]);
            _there.Remove(whose);
            foreach (var key in _keys.Where(key => key.Value.Account == whose).Select(key => key.Key).ToArray()) { _keys.Remove(key); }
            foreach (var code in _open.Where(code => code.Value == whose).Select(code => code.Key).ToArray()) { _open.Remove(code); }
            foreach (var session in _signedIn.Where(session => session.Value == whose).Select(session => session.Key).ToArray()) { _signedIn.Remove(session); }
        }

        private byte[] Key(int which) => [.. _own, (byte)which];

        private byte[] Locator(int which) => [.. _own.AsSpan(0, 4), (byte)which];

        private byte[] Hash(int which) => [.. _own, .. new byte[15], (byte)which];
    }
}
