extension Schema {
    /// What we publish. One version of an advisory at most is open for work and one at most is in force: two indexes
    /// say so. `epoch` grows with every change; a writer names the one it read, so nobody's work is overwritten unseen.
    ///
    /// `advisory_revision` keeps each content a version ever had. What an issue or a withdrawal owes to its recipients
    /// stands in the lane of notices, written in the same transaction.
    static let advisories = """
        CREATE TABLE advisory(
            number TEXT NOT NULL PRIMARY KEY,
            made INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE advisory_version(
            number TEXT NOT NULL REFERENCES advisory(number),
            version INTEGER NOT NULL CHECK(version > 0),
            state TEXT NOT NULL CHECK(state IN ('draft', 'in-review', 'returned', 'approved', 'scheduled', 'issued',
                'withdrawn', 'superseded', 'discarded')),
            content TEXT NOT NULL,
            digest BLOB NOT NULL CHECK(length(digest) = 32),
            author TEXT NOT NULL,
            editor TEXT NOT NULL,
            made INTEGER NOT NULL,
            edited INTEGER NOT NULL,
            scheduled INTEGER,
            issued INTEGER,
            withdrawn INTEGER,
            epoch INTEGER NOT NULL DEFAULT 1,
            CHECK(state NOT IN ('issued', 'withdrawn', 'superseded') OR issued IS NOT NULL),
            CHECK((state = 'scheduled') = (scheduled IS NOT NULL)),
            CHECK((state = 'withdrawn') = (withdrawn IS NOT NULL)),
            PRIMARY KEY(number, version)
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX advisory_open ON advisory_version(number)
            WHERE state IN ('draft', 'in-review', 'returned', 'approved', 'scheduled');
        CREATE UNIQUE INDEX advisory_in_force ON advisory_version(number) WHERE state = 'issued';
        CREATE INDEX advisory_scheduled ON advisory_version(scheduled) WHERE state = 'scheduled';

        CREATE TABLE advisory_threat(
            threat TEXT NOT NULL,
            number TEXT NOT NULL,
            version INTEGER NOT NULL,
            PRIMARY KEY(threat, number, version),
            FOREIGN KEY(number, version) REFERENCES advisory_version(number, version)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE advisory_revision(
            number TEXT NOT NULL,
            version INTEGER NOT NULL,
            revision INTEGER NOT NULL CHECK(revision > 0),
            content TEXT NOT NULL,
            digest BLOB NOT NULL CHECK(length(digest) = 32),
            actor TEXT NOT NULL,
            officer TEXT NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY(number, version, revision),
            FOREIGN KEY(number, version) REFERENCES advisory_version(number, version)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE approval(
            number TEXT NOT NULL,
            version INTEGER NOT NULL,
            n INTEGER NOT NULL CHECK(n > 0),
            body TEXT NOT NULL,
            content BLOB NOT NULL CHECK(length(content) = 32),
            recipients BLOB NOT NULL CHECK(length(recipients) = 32),
            at INTEGER NOT NULL,
            voided INTEGER,
            PRIMARY KEY(number, version, n),
            FOREIGN KEY(number, version) REFERENCES advisory_version(number, version)
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX approval_in_force ON approval(number, version) WHERE voided IS NULL;

        CREATE TABLE advisory_event(
            number TEXT NOT NULL,
            version INTEGER NOT NULL,
            n INTEGER NOT NULL CHECK(n > 0),
            event TEXT NOT NULL,
            reason TEXT NOT NULL,
            state TEXT NOT NULL,
            actor TEXT NOT NULL,
            at INTEGER NOT NULL,
            note TEXT,
            PRIMARY KEY(number, version, n),
            FOREIGN KEY(number, version) REFERENCES advisory_version(number, version)
        ) STRICT, WITHOUT ROWID;
        """
}
