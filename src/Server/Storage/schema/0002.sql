-- Personal links, known by the hash of their public key: what the host signed, and the meeting's details key sealed
-- under the link's own secret. No label, no name, nothing of who has it or whether it was used.
CREATE TABLE link (
  meeting    BLOB NOT NULL REFERENCES meeting (id),
  link       BLOB NOT NULL CHECK (length(link) = 32),
  sealed     BLOB NOT NULL,
  not_before INTEGER NOT NULL,
  not_after  INTEGER NOT NULL,
  signature  BLOB NOT NULL CHECK (length(signature) = 64),
  PRIMARY KEY (meeting, link)
) STRICT, WITHOUT ROWID;

-- Links that their host ended; nothing else of them is kept.
CREATE TABLE revocation (
  meeting    BLOB NOT NULL REFERENCES meeting (id),
  link       BLOB NOT NULL CHECK (length(link) = 32),
  signature  BLOB NOT NULL CHECK (length(signature) = 64),
  PRIMARY KEY (meeting, link)
) STRICT, WITHOUT ROWID;

-- The hosts' own list of links, sealed under a key that only the host's link gives.
CREATE TABLE book (
  meeting    BLOB PRIMARY KEY REFERENCES meeting (id),
  version    INTEGER NOT NULL,
  sealed     BLOB NOT NULL,
  signature  BLOB NOT NULL CHECK (length(signature) = 64)
) STRICT, WITHOUT ROWID;
