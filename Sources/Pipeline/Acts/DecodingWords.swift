/// What is wrong with JSON that was sent to us, in words that name the member and nothing of our own insides.
package enum DecodingWords {
    /// One clause for any error that a decoder throws.
    package static func of(_ error: any Error) -> String {
        switch error {
        case DecodingError.keyNotFound(let key, let context):
            return "`\(path(context, and: key))` is missing"
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            return context.codingPath.isEmpty ? "it is no object" : "`\(path(context))` is not accepted"
        case DecodingError.dataCorrupted(let context):
            return context.codingPath.isEmpty ? "it is no JSON" : "`\(path(context))` is not accepted"
        default: return "it is not accepted"
        }
    }

    private static func path(_ context: DecodingError.Context, and key: (any CodingKey)? = nil) -> String {
        (context.codingPath + (key.map { [$0] } ?? [])).map { $0.intValue.map(String.init) ?? $0.stringValue }
            .joined(separator: ".")
    }
}
