extension Schema {
    /// Who we protect, and the keys by which they speak to us. The entity's body is the room Constituency's value.
    static let register = """
        CREATE TABLE entity(
            no INTEGER NOT NULL PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            body TEXT NOT NULL,
            changed INTEGER NOT NULL
        ) STRICT;

        -- What people taught about names of products, each name as `vendor/product` in its normal spelling.
        CREATE TABLE product_lesson(
            stated TEXT NOT NULL,
            registered TEXT NOT NULL,
            same INTEGER NOT NULL CHECK(same IN (0, 1)),
            reason TEXT NOT NULL,
            actor TEXT NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY(stated, registered)
        ) STRICT, WITHOUT ROWID;

        -- What people decided of single possible matches. It holds for the evidence they saw and no other.
        CREATE TABLE gap_decision(
            entity TEXT NOT NULL REFERENCES entity(id),
            threat TEXT NOT NULL,
            -- `inventory` for registered software, `entity` for a name in reports.
            locus TEXT NOT NULL,
            evidence TEXT NOT NULL,
            match INTEGER NOT NULL CHECK(match IN (0, 1)),
            reason TEXT NOT NULL,
            actor TEXT NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY(entity, threat, locus)
        ) STRICT, WITHOUT ROWID;

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
