-- Accounts say nothing of orders any more: whether one is suspended stands in the public log alone, and a row here can
-- neither suspend anybody nor keep anybody from it. The table is written anew because a check named the columns.
CREATE TABLE account_0004 (
  account         BLOB PRIMARY KEY CHECK (length(account) = 16),
  day             TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]')
) STRICT, WITHOUT ROWID;
INSERT INTO account_0004 (account, day) SELECT account, day FROM account;
DROP TABLE account;
ALTER TABLE account_0004 RENAME TO account;

-- What opens the commitments of the public log. Ids of proposals, orders, appeals and requests are ids of its entries.
-- Who writes here gains nothing: a row that does not open what was signed counts for nothing.
-- Whom a proposal concerns: a meeting's or an account's id as text.
CREATE TABLE staff_subject (
  proposal        TEXT PRIMARY KEY,
  kind            TEXT NOT NULL CHECK (kind IN ('meeting', 'account')),
  id              TEXT NOT NULL,
  salt            BLOB NOT NULL CHECK (length(salt) = 32)
) STRICT, WITHOUT ROWID;
CREATE INDEX staff_subject_of ON staff_subject (kind, id);

-- What the statement of reasons says beyond the proposal (JSON), and the value of a proposed change.
CREATE TABLE staff_case (
  proposal        TEXT PRIMARY KEY,
  facts           TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE staff_payload (
  proposal        TEXT PRIMARY KEY,
  payload         TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Approvals that are not enough yet: assertions as they will stand in the log, verified again when they do.
CREATE TABLE staff_approval (
  proposal        TEXT NOT NULL,
  credential      TEXT NOT NULL,
  assertion       TEXT NOT NULL,
  PRIMARY KEY (proposal, credential)
) STRICT, WITHOUT ROWID;

-- What the person concerned gets: the capability, the statement of reasons and the salt that opens its commitment; and
-- what they answered.
CREATE TABLE staff_notice (
  order_id        TEXT PRIMARY KEY,
  token           BLOB NOT NULL UNIQUE CHECK (length(token) = 32),
  salt            BLOB NOT NULL CHECK (length(salt) = 32),
  statement       TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE staff_appeal (
  appeal          TEXT PRIMARY KEY,
  order_id        TEXT NOT NULL,
  text            TEXT NOT NULL,
  salt            BLOB NOT NULL CHECK (length(salt) = 32)
) STRICT, WITHOUT ROWID;

-- Requests that the law seals, until they are opened.
CREATE TABLE staff_sealed_request (
  request         TEXT PRIMARY KEY,
  details         BLOB NOT NULL,
  salt            BLOB NOT NULL CHECK (length(salt) = 32)
) STRICT, WITHOUT ROWID;
