/// The bytes of a document that is read as one item, up to a limit.
struct GatheredDocument {
    private(set) var bytes: [UInt8] = []
    private(set) var isOverLimit = false
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    mutating func append(_ chunk: UnsafeRawBufferPointer) {
        guard !isOverLimit else { return }
        if chunk.count > limit - bytes.count {
            isOverLimit = true
            bytes = []
        } else {
            bytes.append(contentsOf: chunk)
        }
    }
}
