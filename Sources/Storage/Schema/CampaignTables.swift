extension Schema {
    /// Reports that name no vulnerability and are taken at their words, and what persons said of them.
    ///
    /// `name` stands for the report in the clustering and, while the report is the first of its campaign, is the
    /// threat's id; so every such name leads to the campaign in which its report stands now.
    static let campaigns = """
        CREATE TABLE titled(
            report INTEGER NOT NULL PRIMARY KEY REFERENCES report(id),
            name TEXT NOT NULL UNIQUE,
            published INTEGER,
            feed TEXT NOT NULL,
            -- Its place in time for what is held in memory: published, but not after its document came.
            ranked INTEGER NOT NULL,
            -- What the feed's file said of the report when it came.
            grade TEXT NOT NULL,
            -- The campaign it stands in; null until clusters are settled.
            threat INTEGER REFERENCES threat(no),
            -- Whether its current revision still is to be taken at its words.
            stands INTEGER NOT NULL CHECK(stands IN (0, 1)),
            -- Counts changes since clusters were settled; 0: none.
            due INTEGER NOT NULL CHECK(due >= 0)
        ) STRICT;
        CREATE INDEX titled_due ON titled(report) WHERE due > 0;
        CREATE INDEX titled_threat ON titled(threat);
        CREATE INDEX titled_ranked ON titled(ranked);
        CREATE INDEX titled_feed ON titled(feed, ranked);

        -- A person's merge or split, on the threat that it was said of. Nothing here is ever changed: a later act
        -- outweighs an earlier one.
        CREATE TABLE campaign_act(
            n INTEGER NOT NULL PRIMARY KEY,
            threat TEXT NOT NULL,
            verb TEXT NOT NULL CHECK(verb IN ('merged', 'split')),
            reason TEXT NOT NULL,
            actor TEXT NOT NULL,
            at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX campaign_act_threat ON campaign_act(threat);

        -- What an act said of two reports, by their names: one thing, or two.
        CREATE TABLE campaign_word(
            act INTEGER NOT NULL REFERENCES campaign_act(n),
            one TEXT NOT NULL,
            other TEXT NOT NULL CHECK(one < other),
            together INTEGER NOT NULL CHECK(together IN (0, 1)),
            -- 0: the act is not about these two; the word keeps a side together, or takes an earlier word back.
            said INTEGER NOT NULL CHECK(said IN (0, 1)),
            PRIMARY KEY(act, one, other)
        ) STRICT, WITHOUT ROWID;
        """
}
