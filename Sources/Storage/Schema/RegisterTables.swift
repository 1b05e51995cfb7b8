extension Schema {
    /// Who we protect, and the keys by which they speak to us. The entity's body is the room Constituency's value.
    static let register = """
        CREATE TABLE entity(
            no INTEGER NOT NULL PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            body TEXT NOT NULL,
            changed INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE token(
            hash BLOB NOT NULL PRIMARY KEY CHECK(length(hash) = 32),
            entity TEXT NOT NULL REFERENCES entity(id),
            label TEXT NOT NULL,
            made INTEGER NOT NULL,
            used INTEGER,
            revoked INTEGER
        ) STRICT, WITHOUT ROWID;
        """
}
