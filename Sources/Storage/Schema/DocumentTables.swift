extension Schema {
    /// What came in, and what it says: feeds' fetch state, documents, reports with revisions, threats, scores, rejects.
    static let documents = """
        CREATE TABLE feed_state(
            feed TEXT NOT NULL PRIMARY KEY,
            etag TEXT, last_modified TEXT,
            next_poll INTEGER NOT NULL,
            last_attempt INTEGER, last_success INTEGER,
            last_outcome TEXT,
            failures INTEGER NOT NULL DEFAULT 0,
            paused INTEGER NOT NULL DEFAULT 0 CHECK(paused IN (0, 1)),
            released INTEGER NOT NULL DEFAULT 0 CHECK(released IN (0, 1)),
            -- Since when, and by whom; null while it is not paused.
            paused_at INTEGER, paused_by TEXT,
            -- When a start of the service last found its file.
            described INTEGER,
            added INTEGER NOT NULL,
            -- Answers "not modified" since the last whole document, and when that one came.
            unmodified INTEGER NOT NULL DEFAULT 0,
            last_document INTEGER,
            -- The document that its source serves: what it says still while it answers "not modified".
            served INTEGER REFERENCES document(id),
            -- Other bytes came under the validators of the ones before: these are not believed any more.
            validators_lie INTEGER NOT NULL DEFAULT 0 CHECK(validators_lie IN (0, 1)),
            -- Seconds by which the server's clock was ahead of ours.
            clock_offset INTEGER,
            -- Kinds of trouble that an alarm has told of, sorted, with commas; empty when the feed is well.
            alarmed TEXT NOT NULL DEFAULT '',
            -- What became of the parts that a source's lists named last (JSON); null where no list named any.
            tally TEXT
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE feed_poll(
            feed TEXT NOT NULL REFERENCES feed_state(feed),
            at INTEGER NOT NULL,
            succeeded INTEGER NOT NULL CHECK(succeeded IN (0, 1)),
            outcome TEXT NOT NULL,
            milliseconds INTEGER NOT NULL,
            PRIMARY KEY(feed, at)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE document(
            id INTEGER NOT NULL PRIMARY KEY,
            feed TEXT NOT NULL,
            digest BLOB NOT NULL CHECK(length(digest) = 32),
            name TEXT NOT NULL,
            received INTEGER NOT NULL,
            received_again INTEGER,
            -- When a full list without a time of its own came again behind others; null while it did not.
            returned INTEGER,
            -- When it was received, if a poll of its source brought it; null for what was handed in.
            polled INTEGER,
            stated INTEGER,
            bytes INTEGER NOT NULL,
            state TEXT NOT NULL CHECK(state IN ('due', 'done')),
            next_item INTEGER NOT NULL DEFAULT 0,
            -- Parts stored of the batch that begins at next_item, when it is stored in several.
            next_part INTEGER NOT NULL DEFAULT 0,
            baseline INTEGER NOT NULL CHECK(baseline IN (0, 1)),
            summary TEXT,
            -- How often it was read again: after the register changed, or because somebody asked.
            round INTEGER NOT NULL DEFAULT 0,
            -- In how many runs of the service its reading stood still.
            stalls INTEGER NOT NULL DEFAULT 0,
            -- Who asked for the reading under way, and why; null when nobody did.
            replay TEXT,
            UNIQUE(feed, digest)
        ) STRICT;
        CREATE INDEX document_due ON document(id) WHERE state = 'due';
        CREATE INDEX document_turn ON document(feed, id) WHERE state = 'due';
        CREATE INDEX document_feed ON document(feed, id);
        CREATE INDEX document_received ON document(feed, received);
        CREATE INDEX document_returned ON document(feed, returned) WHERE returned IS NOT NULL;
        CREATE INDEX document_again ON document(feed, received_again) WHERE received_again IS NOT NULL;

        CREATE TABLE report(
            id INTEGER NOT NULL PRIMARY KEY,
            feed TEXT NOT NULL,
            source_id TEXT NOT NULL,
            kind TEXT NOT NULL,
            title TEXT NOT NULL,
            -- Rank of the current revision, the greatest of all: see RevisionRank.
            sound INTEGER NOT NULL CHECK(sound IN (0, 1)),
            revised INTEGER NOT NULL,
            stated INTEGER NOT NULL,
            polled INTEGER NOT NULL,
            digest BLOB NOT NULL,
            status TEXT NOT NULL,
            revisions INTEGER NOT NULL,
            case_number TEXT,
            case_document INTEGER REFERENCES document(id),
            first_received INTEGER NOT NULL,
            last_received INTEGER NOT NULL,
            UNIQUE(feed, source_id),
            CHECK((case_number IS NULL) = (case_document IS NULL))
        ) STRICT;
        CREATE INDEX report_case ON report(case_document) WHERE case_document IS NOT NULL;

        CREATE TABLE revision(
            report INTEGER NOT NULL REFERENCES report(id),
            digest BLOB NOT NULL CHECK(length(digest) = 32),
            sound INTEGER NOT NULL CHECK(sound IN (0, 1)),
            revised INTEGER NOT NULL,
            stated INTEGER NOT NULL,
            polled INTEGER NOT NULL,
            document INTEGER NOT NULL REFERENCES document(id),
            body TEXT NOT NULL,
            PRIMARY KEY(report, digest)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE threat(
            no INTEGER NOT NULL PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL,
            presence TEXT NOT NULL,
            title TEXT NOT NULL,
            standing TEXT NOT NULL CHECK(standing IN ('current', 'closed')),
            work TEXT NOT NULL DEFAULT 'new',
            work_reason TEXT,
            watch_until INTEGER,
            assignee TEXT,
            score INTEGER NOT NULL DEFAULT 0,
            -- Reasons to judge it again since it was judged last, counted, so that one which comes meanwhile is kept.
            match_due INTEGER NOT NULL DEFAULT 0 CHECK(match_due >= 0),
            first_seen INTEGER NOT NULL,
            changed INTEGER NOT NULL,
            -- What an operator decided instead of the sum of contributions.
            overridden INTEGER CHECK(overridden BETWEEN 0 AND 100),
            override_reason TEXT,
            override_by TEXT,
            override_at INTEGER,
            -- Campaigns: the name of the one from which work or override came, while nobody has decided here.
            work_from TEXT,
            override_from TEXT,
            -- The long one stands last, so that the others are read without walking overflow pages.
            contributions TEXT NOT NULL DEFAULT '[]'
        ) STRICT;
        CREATE INDEX threat_match_due ON threat(no) WHERE match_due > 0;
        CREATE INDEX threat_presence ON threat(presence, work);

        -- What a threat's reports say together, which is long, apart: scores and lists then read and write short rows
        -- alone. Conditions have none.
        CREATE TABLE threat_assessment(
            threat INTEGER NOT NULL PRIMARY KEY REFERENCES threat(no),
            body TEXT NOT NULL
        ) STRICT;

        CREATE TABLE threat_note(
            threat INTEGER NOT NULL REFERENCES threat(no),
            n INTEGER NOT NULL,
            at INTEGER NOT NULL,
            actor TEXT NOT NULL,
            body TEXT NOT NULL,
            PRIMARY KEY(threat, n)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE mention(
            threat INTEGER NOT NULL REFERENCES threat(no),
            report INTEGER NOT NULL REFERENCES report(id),
            body TEXT NOT NULL,
            PRIMARY KEY(threat, report)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX mention_report ON mention(report);

        CREATE TABLE alias(
            alias TEXT NOT NULL,
            threat INTEGER NOT NULL REFERENCES threat(no),
            PRIMARY KEY(alias, threat)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX alias_threat ON alias(threat);

        CREATE TABLE reject(
            document INTEGER NOT NULL REFERENCES document(id),
            ordinal INTEGER NOT NULL,
            reason TEXT NOT NULL,
            place TEXT NOT NULL,
            -- The place with each number as `#`: the same for the same slip in another row.
            form TEXT NOT NULL,
            byte_offset INTEGER,
            message TEXT NOT NULL,
            -- The round that met it last, and when a reading ended without meeting it.
            round INTEGER NOT NULL DEFAULT 0,
            resolved INTEGER,
            PRIMARY KEY(document, ordinal)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX reject_place ON reject(document, place);
        -- Rejects beyond those of which each has a row: how many, by reason, as the round met them.
        CREATE TABLE reject_surplus(
            document INTEGER NOT NULL REFERENCES document(id),
            reason TEXT NOT NULL,
            round INTEGER NOT NULL,
            count INTEGER NOT NULL CHECK(count > 0),
            PRIMARY KEY(document, reason, round)
        ) STRICT, WITHOUT ROWID;

        -- Rejects that somebody closed: one, or with the ordinal -1 all of a document, also those that a later reading
        -- meets.
        CREATE TABLE reject_dismissal(
            document INTEGER NOT NULL REFERENCES document(id),
            ordinal INTEGER NOT NULL CHECK(ordinal >= -1),
            at INTEGER NOT NULL,
            actor TEXT NOT NULL,
            reason TEXT NOT NULL,
            PRIMARY KEY(document, ordinal)
        ) STRICT, WITHOUT ROWID;

        -- What somebody sent under a key of theirs, so that sending it again is the same thing.
        CREATE TABLE submission(
            scope TEXT NOT NULL,
            key TEXT NOT NULL,
            digest BLOB NOT NULL CHECK(length(digest) = 32),
            number TEXT NOT NULL,
            event INTEGER NOT NULL CHECK(event >= 0),
            at INTEGER NOT NULL,
            PRIMARY KEY(scope, key),
            UNIQUE(number, event)
        ) STRICT, WITHOUT ROWID;

        -- What became of each mail of a mailbox for people. `identity`: of Message-ID and words, so that a mail that
        -- comes on two ways is one; `number`: of the report, the case or the delivery; `receipt`: the notice, or why
        -- there is none.
        CREATE TABLE mail(
            document INTEGER NOT NULL REFERENCES document(id),
            identity BLOB NOT NULL CHECK(length(identity) = 32),
            feed TEXT NOT NULL,
            outcome TEXT NOT NULL,
            number TEXT,
            receipt TEXT,
            at INTEGER NOT NULL,
            PRIMARY KEY(document, identity)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX mail_identity ON mail(identity);
        CREATE INDEX mail_unanswered ON mail(at) WHERE receipt IN ('domain-cap', 'overall-cap');

        CREATE TABLE epss(
            cve TEXT NOT NULL PRIMARY KEY,
            probability INTEGER NOT NULL,
            percentile INTEGER NOT NULL,
            -- The day of the list that says so: of two lists the later one counts, whichever is read last.
            day INTEGER NOT NULL,
            -- What counts as its last move: the first score, and then each that lies 0.01 or more from the one before.
            kept INTEGER NOT NULL,
            kept_day INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX epss_kept_day ON epss(kept_day);
        -- What was kept before, with the day from which on it counted.
        CREATE TABLE epss_history(
            cve TEXT NOT NULL,
            day INTEGER NOT NULL,
            probability INTEGER NOT NULL,
            PRIMARY KEY(cve, day)
        ) STRICT, WITHOUT ROWID;
        """
}
