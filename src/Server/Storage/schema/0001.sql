-- Everything the server keeps about a meeting: public keys, the host's signature, and bytes sealed under the link's
-- secret. No time, no address, no account, no list of who was there.
CREATE TABLE meeting (
  id        BLOB PRIMARY KEY CHECK (length(id) = 16),
  host_key  BLOB NOT NULL CHECK (length(host_key) = 32),
  nonce     BLOB NOT NULL CHECK (length(nonce) = 16),
  join_key  BLOB NOT NULL CHECK (length(join_key) = 32),
  policy    TEXT NOT NULL,
  details   BLOB NOT NULL,
  signature BLOB NOT NULL CHECK (length(signature) = 64)
) STRICT, WITHOUT ROWID;
