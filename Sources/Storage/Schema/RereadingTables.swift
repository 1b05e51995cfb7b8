extension Schema {
    /// A document may be read again: after the register changed, or with the readers of a later release. `round` counts
    /// these readings; a reject carries the round that met it last, so that the end of a reading knows which are gone.
    ///
    /// `replay`: who asked for the reading under way and why; null when nobody did. `resolved`: when a reading ended
    /// without meeting the reject again.
    static let rereading = """
        ALTER TABLE document ADD COLUMN round INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE document ADD COLUMN replay TEXT;
        ALTER TABLE reject ADD COLUMN round INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE reject ADD COLUMN resolved INTEGER;
        CREATE INDEX reject_place ON reject(document, place);
        """
}
