extension Schema {
    /// What is owed to whom and how it left. A cause stands in one notice per contact and channel (I2): the index
    /// `notice_cause_stands` says so. A delivery is the one outbox row of its (notice, contact, channel).
    static let notices = """
        CREATE TABLE directive(
            id TEXT NOT NULL PRIMARY KEY,
            body TEXT NOT NULL,
            digest BLOB NOT NULL CHECK(length(digest) = 32),
            active INTEGER NOT NULL CHECK(active IN (0, 1)),
            changed INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE directive_approval(
            directive TEXT NOT NULL REFERENCES directive(id),
            digest BLOB NOT NULL CHECK(length(digest) = 32),
            uid INTEGER NOT NULL,
            login_uid INTEGER,
            actor TEXT NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY(directive, digest, uid)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE notice(
            number TEXT NOT NULL PRIMARY KEY,
            entity TEXT NOT NULL,
            kind TEXT NOT NULL CHECK(kind IN ('advisory', 'findings', 'drill', 'reminder', 'incident', 'receipt')),
            tlp TEXT NOT NULL,
            about TEXT NOT NULL,
            title TEXT NOT NULL,
            group_key TEXT NOT NULL,
            case_number TEXT,
            code TEXT NOT NULL UNIQUE,
            made INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX notice_entity ON notice(entity, made);
        CREATE INDEX notice_about ON notice(about);

        CREATE TABLE notice_cause(
            cause TEXT NOT NULL,
            entity TEXT NOT NULL,
            contact TEXT NOT NULL,
            channel TEXT NOT NULL,
            notice TEXT NOT NULL REFERENCES notice(number),
            -- 0: the delivery was cancelled before it left, and tells of nothing.
            stands INTEGER NOT NULL DEFAULT 1 CHECK(stands IN (0, 1)),
            PRIMARY KEY(cause, entity, contact, channel, notice)
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX notice_cause_stands ON notice_cause(cause, entity, contact, channel) WHERE stands = 1;
        CREATE INDEX notice_cause_notice ON notice_cause(notice);

        CREATE TABLE withheld(
            cause TEXT NOT NULL,
            entity TEXT NOT NULL,
            contact TEXT NOT NULL,
            directive TEXT NOT NULL,
            reason TEXT NOT NULL,
            detail TEXT NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY(cause, entity, contact, directive)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX withheld_entity ON withheld(entity) WHERE cause NOT GLOB 'finding:*';

        CREATE TABLE delivery(
            id TEXT NOT NULL PRIMARY KEY,
            notice TEXT NOT NULL REFERENCES notice(number),
            contact TEXT NOT NULL,
            channel TEXT NOT NULL CHECK(channel IN ('smtp', 'maildrop', 'portal')),
            mailbox TEXT,
            language TEXT NOT NULL,
            format TEXT NOT NULL,
            directive TEXT NOT NULL,
            reason TEXT NOT NULL,
            pacing TEXT NOT NULL,
            content TEXT NOT NULL,
            state TEXT NOT NULL
                CHECK(state IN ('due', 'sealed', 'accepted', 'delivered', 'bounced', 'expired', 'cancelled')),
            next_at INTEGER,
            made INTEGER NOT NULL,
            first_at INTEGER,
            attempts INTEGER NOT NULL DEFAULT 0,
            started INTEGER NOT NULL DEFAULT 0 CHECK(started IN (0, 1)),
            message_id TEXT,
            sender TEXT,
            bytes BLOB,
            last_text TEXT,
            changed INTEGER NOT NULL,
            UNIQUE(notice, contact, channel),
            CHECK(state = 'due' OR state = 'cancelled' OR state = 'expired' OR channel = 'portal' OR bytes IS NOT NULL)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX delivery_work ON delivery(state, next_at) WHERE state IN ('due', 'sealed');
        CREATE INDEX delivery_started ON delivery(started) WHERE started = 1;
        CREATE INDEX delivery_mailbox ON delivery(mailbox, made);
        CREATE INDEX delivery_message ON delivery(message_id) WHERE message_id IS NOT NULL;
        CREATE INDEX delivery_state ON delivery(state);

        CREATE TABLE attempt(
            delivery TEXT NOT NULL REFERENCES delivery(id),
            n INTEGER NOT NULL CHECK(n > 0),
            started INTEGER NOT NULL,
            ended INTEGER,
            outcome TEXT CHECK(outcome IN ('accepted', 'delivered', 'refused', 'deferred', 'outcome-unknown')),
            text TEXT,
            PRIMARY KEY(delivery, n)
        ) STRICT, WITHOUT ROWID;
        """
}
