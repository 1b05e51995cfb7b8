import Vocabulary

/// Reading JSON that we wrote ourselves.
extension JSONCursor {
    /// Reads a text that our own writers made and nobody else can have touched: a column of our store.
    ///
    /// Its grammar is not proved first, as ``CheckedJSON`` does for what comes from outside; a damaged one ends in a
    /// failure or in other values, never in a trap.
    package static func read<Result>(
        trusted text: UnsafeBufferPointer<UInt8>, _ body: (inout JSONCursor) throws(JSONFailure) -> Result
    ) throws(JSONFailure) -> Result {
        guard let start = text.baseAddress else { throw JSONFailure(.truncated, at: 0, "the text is empty") }
        var cursor = JSONCursor(start, count: text.count)
        return try body(&cursor)
    }
}
