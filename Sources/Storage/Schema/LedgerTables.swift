extension Schema {
    /// Entries wait here for the sequencer; `idx` is the leaf number, dense from 0, so the log is a function of a
    /// prefix of this table. Payload and salt may be NULL so that an entry can be erased and every proof stays; no act
    /// does that yet, so `ess ledger verify` calls each one damage.
    static let ledger = """
        CREATE TABLE counter(
            name TEXT NOT NULL PRIMARY KEY,
            value INTEGER NOT NULL CHECK(value >= 0)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE entry(
            idx INTEGER NOT NULL PRIMARY KEY CHECK(idx >= 0),
            kind TEXT NOT NULL,
            subject TEXT NOT NULL,
            event TEXT NOT NULL,
            at INTEGER NOT NULL,
            sequence INTEGER NOT NULL CHECK(sequence >= 0),
            previous BLOB,
            payload BLOB,
            salt BLOB CHECK(salt IS NULL OR length(salt) = 32),
            leaf BLOB NOT NULL CHECK(length(leaf) = 32),
            UNIQUE(kind, subject, sequence)
        ) STRICT;

        CREATE TABLE head(
            id INTEGER NOT NULL PRIMARY KEY CHECK(id = 1),
            size INTEGER NOT NULL CHECK(size >= 0),
            root BLOB NOT NULL CHECK(length(root) = 32),
            note TEXT NOT NULL,
            at INTEGER NOT NULL
        ) STRICT;
        """
}
