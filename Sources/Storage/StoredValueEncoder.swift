/// What a value sees while ``StoredJSONWriter`` writes it.
struct StoredValueEncoder: Encoder {
    let writer: StoredJSONWriter
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    init(_ writer: StoredJSONWriter) { self.writer = writer }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        writer.begin(isObject: true)
        return KeyedEncodingContainer(StoredObject<Key>(writer: writer, depth: writer.depth))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        writer.begin(isObject: false)
        return StoredList(writer: writer, depth: writer.depth)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { StoredSingle(writer: writer) }
}

private struct StoredObject<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let writer: StoredJSONWriter
    let depth: Int
    var codingPath: [any CodingKey] { [] }

    private func value(_ key: Key) -> StoredSingle {
        writer.name(key.stringValue, at: depth)
        return StoredSingle(writer: writer)
    }

    mutating func encodeNil(forKey key: Key) { value(key).encodeNil() }
    mutating func encode(_ value: Bool, forKey key: Key) { self.value(key).encode(value) }
    mutating func encode(_ value: String, forKey key: Key) { self.value(key).encode(value) }
    mutating func encode(_ value: Int, forKey key: Key) { self.value(key).encode(value) }
    mutating func encode(_ value: some Encodable, forKey key: Key) throws { try self.value(key).encode(value) }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        writer.name(key.stringValue, at: depth)
        return StoredValueEncoder(writer).container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        writer.name(key.stringValue, at: depth)
        return StoredValueEncoder(writer).unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder {
        writer.name("super", at: depth)
        return StoredValueEncoder(writer)
    }

    mutating func superEncoder(forKey key: Key) -> any Encoder {
        writer.name(key.stringValue, at: depth)
        return StoredValueEncoder(writer)
    }
}

private struct StoredList: UnkeyedEncodingContainer {
    let writer: StoredJSONWriter
    let depth: Int
    var codingPath: [any CodingKey] { [] }
    var count: Int { writer.count(at: depth) }

    private func next() -> StoredSingle {
        writer.element(at: depth)
        return StoredSingle(writer: writer)
    }

    mutating func encodeNil() { next().encodeNil() }
    mutating func encode(_ value: Bool) { next().encode(value) }
    mutating func encode(_ value: String) { next().encode(value) }
    mutating func encode(_ value: Int) { next().encode(value) }
    mutating func encode(_ value: some Encodable) throws { try next().encode(value) }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        writer.element(at: depth)
        return StoredValueEncoder(writer).container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        writer.element(at: depth)
        return StoredValueEncoder(writer).unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder {
        writer.element(at: depth)
        return StoredValueEncoder(writer)
    }
}

/// One value: the whole text, a member's value or an element.
private struct StoredSingle: SingleValueEncodingContainer {
    let writer: StoredJSONWriter
    var codingPath: [any CodingKey] { [] }

    func encodeNil() { writer.putWord("null") }
    func encode(_ value: Bool) { if value { writer.putWord("true") } else { writer.putWord("false") } }
    func encode(_ value: String) { writer.put(value) }
    func encode(_ value: Int) { writer.putNumber(String(value)) }
    func encode(_ value: Int8) { writer.putNumber(String(value)) }
    func encode(_ value: Int16) { writer.putNumber(String(value)) }
    func encode(_ value: Int32) { writer.putNumber(String(value)) }
    func encode(_ value: Int64) { writer.putNumber(String(value)) }
    func encode(_ value: UInt) { writer.putNumber(String(value)) }
    func encode(_ value: UInt8) { writer.putNumber(String(value)) }
    func encode(_ value: UInt16) { writer.putNumber(String(value)) }
    func encode(_ value: UInt32) { writer.putNumber(String(value)) }
    func encode(_ value: UInt64) { writer.putNumber(String(value)) }

    func encode(_ value: Double) throws {
        guard value.isFinite else {
            let context = EncodingError.Context(codingPath: [], debugDescription: "JSON has no such number")
            throw EncodingError.invalidValue(value, context)
        }
        writer.putNumber(value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)")
    }

    func encode(_ value: Float) throws { try encode(Double(value)) }

    func encode(_ value: some Encodable) throws {
        let depth = writer.depth
        try value.encode(to: StoredValueEncoder(writer))
        writer.close(to: depth)
    }
}
