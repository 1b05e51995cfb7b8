extension Schema {
    /// Findings are clustered by who, where, what, and batches arrive sorted by that key, so that pages are touched
    /// once.
    ///
    /// `days` is the set of UTC days as sorted 4-byte big-endian day numbers; `listed` is the stated time of the newest
    /// document of a feed of full lists that names the finding, a difference included, 0 for other feeds.
    static let findings = """
        CREATE TABLE finding(
            entity INTEGER NOT NULL REFERENCES entity(no),
            locus BLOB NOT NULL,
            threat INTEGER NOT NULL REFERENCES threat(no),
            feed TEXT NOT NULL,
            rule TEXT NOT NULL,
            confidence TEXT NOT NULL,
            first_seen INTEGER NOT NULL,
            last_seen INTEGER NOT NULL,
            days BLOB NOT NULL,
            listed INTEGER NOT NULL DEFAULT 0,
            state TEXT NOT NULL CHECK(state IN ('open', 'not-seen', 'closed')),
            reason TEXT,
            document INTEGER,
            item INTEGER,
            evidence TEXT NOT NULL,
            -- How many feeds name it; 0 for one, whose word this row is. Of several it is the fold: see finding_source.
            sources INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY(entity, locus, threat)
        ) STRICT, WITHOUT ROWID;
        -- What each feed says of a finding that several feeds name: each closes only its own word.
        CREATE TABLE finding_source(
            entity INTEGER NOT NULL,
            locus BLOB NOT NULL,
            threat INTEGER NOT NULL,
            feed TEXT NOT NULL,
            rule TEXT NOT NULL,
            confidence TEXT NOT NULL,
            first_seen INTEGER NOT NULL,
            last_seen INTEGER NOT NULL,
            days BLOB NOT NULL,
            listed INTEGER NOT NULL,
            state TEXT NOT NULL CHECK(state IN ('open', 'not-seen', 'closed')),
            reason TEXT,
            document INTEGER,
            item INTEGER NOT NULL,
            evidence TEXT NOT NULL,
            PRIMARY KEY(entity, locus, threat, feed),
            FOREIGN KEY(entity, locus, threat) REFERENCES finding(entity, locus, threat) ON DELETE CASCADE
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX finding_source_feed ON finding_source(feed, listed) WHERE listed > 0 AND state <> 'closed';
        -- With state and confidence, so that whom a threat reaches is read without the rows.
        CREATE INDEX finding_threat ON finding(threat, entity, state, confidence);
        -- What a full list may close, so that its end does not walk through the findings of all feeds.
        CREATE INDEX finding_listed ON finding(feed, listed) WHERE listed > 0 AND state <> 'closed';
        -- The queue of gaps, which is counted whenever somebody asks what needs him.
        CREATE INDEX finding_gap ON finding(state) WHERE confidence = 'possible';

        -- Sectors of the country that a threat's reports speak of: replaced by each judgement, like inventory findings.
        CREATE TABLE threat_sector(
            threat INTEGER NOT NULL REFERENCES threat(no),
            sector TEXT NOT NULL,
            evidence TEXT NOT NULL,
            PRIMARY KEY(threat, sector)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE full_list(
            feed TEXT NOT NULL,
            document INTEGER NOT NULL REFERENCES document(id),
            stated INTEGER NOT NULL,
            rows INTEGER NOT NULL,
            -- Rows that could not be read, and whether the list ended before its end.
            rejects INTEGER NOT NULL,
            cut INTEGER NOT NULL CHECK(cut IN (0, 1)),
            -- A person said that the list is right.
            confirmed INTEGER NOT NULL DEFAULT 0 CHECK(confirmed IN (0, 1)),
            -- Follows from the lists of the fortnight before it.
            counts INTEGER NOT NULL CHECK(counts IN (0, 1)),
            reason TEXT NOT NULL,
            PRIMARY KEY(feed, document)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE orphan(
            document INTEGER NOT NULL REFERENCES document(id),
            asn INTEGER NOT NULL,
            threat TEXT NOT NULL,
            rows INTEGER NOT NULL,
            PRIMARY KEY(document, asn, threat)
        ) STRICT, WITHOUT ROWID;
        """
}
