extension Schema {
    /// A case is its events; the other two tables are projections of them, for lists and for the sweep of clocks.
    static let cases = """
        CREATE TABLE case_file(
            number TEXT NOT NULL PRIMARY KEY,
            kind TEXT NOT NULL CHECK(kind IN ('advisory', 'findings', 'incident', 'referral', 'help')),
            title TEXT NOT NULL,
            advisory TEXT,
            tlp TEXT NOT NULL,
            status TEXT NOT NULL CHECK(status IN ('open', 'closed')),
            assignee TEXT,
            opened INTEGER NOT NULL,
            changed INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX case_advisory ON case_file(advisory);

        CREATE TABLE participation(
            case_number TEXT NOT NULL REFERENCES case_file(number),
            entity TEXT NOT NULL,
            ack_by INTEGER,
            fix_by INTEGER,
            heard INTEGER NOT NULL CHECK(heard IN (0, 1)),
            chase_at INTEGER,
            PRIMARY KEY(case_number, entity)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX participation_entity ON participation(entity);
        CREATE INDEX participation_chase ON participation(chase_at) WHERE chase_at IS NOT NULL;

        CREATE TABLE case_event(
            case_number TEXT NOT NULL REFERENCES case_file(number),
            n INTEGER NOT NULL CHECK(n > 0),
            at INTEGER NOT NULL,
            actor TEXT NOT NULL,
            entity TEXT,
            body TEXT NOT NULL,
            PRIMARY KEY(case_number, n)
        ) STRICT, WITHOUT ROWID;
        """
}
