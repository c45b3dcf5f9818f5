-- Accounts, for those who want one. No name, address, e-mail, password, browser or time of day; nothing here names a
-- meeting, and nothing of a meeting names an account. Days are UTC, as YYYY-MM-DD. Every table with a column "account"
-- is shown to its owner and emptied of them when they delete it: the server finds these tables by that column.
CREATE TABLE account (
  account         BLOB PRIMARY KEY CHECK (length(account) = 16),
  day             TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  -- Both or neither: POSIX seconds until which an order suspends it, and the log entry of that order.
  suspended_until INTEGER,
  suspended_by    TEXT,
  CHECK ((suspended_until IS NULL) = (suspended_by IS NULL))
) STRICT, WITHOUT ROWID;

-- What verifies a passkey; the other half never leaves its owner's device. The public key is in COSE form (RFC 9052).
CREATE TABLE account_passkey (
  credential      BLOB PRIMARY KEY CHECK (length(credential) BETWEEN 1 AND 1023),
  account         BLOB NOT NULL REFERENCES account (account),
  public_key      BLOB NOT NULL,
  sign_count      INTEGER NOT NULL,
  backup_eligible INTEGER NOT NULL CHECK (backup_eligible IN (0, 1)),
  backed_up       INTEGER NOT NULL CHECK (backed_up IN (0, 1)),
  day             TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]')
) STRICT, WITHOUT ROWID;
CREATE INDEX account_passkey_of ON account_passkey (account);

-- Recovery codes not yet used: the part that finds the row, and a slow hash of the rest.
CREATE TABLE account_recovery_code (
  locator         BLOB PRIMARY KEY CHECK (length(locator) = 5),
  account         BLOB NOT NULL REFERENCES account (account),
  hash            TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX account_recovery_code_of ON account_recovery_code (account);

-- Browsers that are signed in: SHA-256 of the token that the cookie holds.
CREATE TABLE account_session (
  hash            BLOB PRIMARY KEY CHECK (length(hash) = 32),
  account         BLOB NOT NULL REFERENCES account (account),
  day             TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  expires         TEXT NOT NULL CHECK (expires GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]')
) STRICT, WITHOUT ROWID;
CREATE INDEX account_session_of ON account_session (account);
