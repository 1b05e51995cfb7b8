extension Schema {
    /// What is remembered of sources that are asked in many requests, and what publishers' hashes and signatures say.
    ///
    /// `mark`: what is durable of a part (a document's address, a collection, a window), in its protocol's own words;
    /// `tried` and `failures`: the mark of the last tries that failed, and how many there were in a row; `tried_at`:
    /// when the last of them was. `unlisted`: since when the source no longer names the part. `dismissed`: when a
    /// person said that it may be missing at that mark.
    static let following = """
        CREATE TABLE feed_mark(
            feed TEXT NOT NULL,
            part TEXT NOT NULL,
            mark TEXT,
            tried TEXT,
            failures INTEGER NOT NULL DEFAULT 0 CHECK(failures >= 0),
            tried_at INTEGER,
            unlisted INTEGER,
            dismissed INTEGER,
            PRIMARY KEY(feed, part)
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX feed_mark_failing ON feed_mark(feed, failures) WHERE failures > 0;

        CREATE TABLE document_check(
            document INTEGER NOT NULL PRIMARY KEY REFERENCES document(id),
            signature TEXT NOT NULL,
            refused INTEGER NOT NULL CHECK(refused IN (0, 1)),
            body TEXT NOT NULL
        ) STRICT;
        """
}
