import Pipeline

/// A folder as one ustar stream, made while it is read. Times and owners are left zero, so that the same files give the
/// same bytes, and with them the same document, wherever they lie.
///
/// Source: POSIX.1-2001 pax, "ustar Interchange Format"; names over what a header holds go into a pax header.
final class TarStream {
    private let folder: String
    private var waiting: ArraySlice<FolderMembers.File>
    private var current: (file: OpenFile, left: Int, padding: Int, path: [UInt8])?
    /// Header bytes still to be handed out.
    private var pending: ArraySlice<UInt8> = []
    private var isEnded = false

    private static let blockSize = 512

    init(folder: String, files: [FolderMembers.File]) {
        self.folder = folder
        waiting = files[...]
    }

    /// Fills the buffer as far as it goes; 0 at the end of the stream.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        var done = 0
        while done < buffer.count {
            let count = try step(UnsafeMutableRawBufferPointer(rebasing: buffer[done...]))
            if count == 0 { break }
            done += count
        }
        return done
    }

    private func step(_ buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        if pending.isEmpty { try advance() }
        if !pending.isEmpty {
            let count = min(pending.count, buffer.count)
            buffer.copyBytes(from: pending.prefix(count))
            pending = pending.dropFirst(count)
            return count
        }
        guard let open = current else { return 0 }
        let room = UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(open.left))
        let count = try open.file.read(into: room)
        guard count > 0 else {
            let shown = String(decoding: open.path, as: UTF8.self)
            throw ActFailure(.badData, "\(folder)/\(shown) became shorter while it was read", hint: "run it again")
        }
        current?.left -= count
        return count
    }

    /// Goes to what comes next when the present member is through: its padding, the next header, the end.
    private func advance() throws {
        if let open = current {
            if open.left > 0 { return }
            current = nil
            pending = ArraySlice(repeating: 0, count: open.padding)
            if !pending.isEmpty { return }
        }
        if let next = waiting.popFirst() {
            let path = String(decoding: next.path, as: UTF8.self)
            let file = try OpenFile(folder + "/" + path)
            let padding = (TarStream.blockSize - next.size % TarStream.blockSize) % TarStream.blockSize
            pending = TarStream.headers(path: next.path, size: next.size)[...]
            current = (file, next.size, padding, next.path)
        } else if !isEnded {
            isEnded = true
            pending = ArraySlice(repeating: 0, count: 2 * TarStream.blockSize)
        }
    }

    /// The header block of a file, with a pax header before it where its name or size does not fit.
    static func headers(path: [UInt8], size: Int) -> [UInt8] {
        var records: [UInt8] = []
        let isLongName = path.count > 100
        if isLongName { records += record("path", path) }
        let isLarge = size >= 1 << 33
        if isLarge { records += record("size", Array(String(size).utf8)) }
        let header = block(name: Array(path.prefix(100)), size: isLarge ? 0 : size, type: UInt8(ascii: "0"))
        guard !records.isEmpty else { return header }
        let notice = block(name: Array("pax".utf8), size: records.count, type: UInt8(ascii: "x"))
        let padding = (blockSize - records.count % blockSize) % blockSize
        return notice + records + [UInt8](repeating: 0, count: padding) + header
    }

    /// `LENGTH KEY=VALUE\n`, where the length counts its own digits.
    private static func record(_ key: String, _ value: [UInt8]) -> [UInt8] {
        let rest = [0x20] + Array(key.utf8) + [0x3D] + value + [0x0A]
        var length = rest.count + 1
        while String(length).utf8.count + rest.count > length { length += 1 }
        return Array(String(length).utf8) + rest
    }

    private static func block(name: [UInt8], size: Int, type: UInt8) -> [UInt8] {
        var block = [UInt8](repeating: 0, count: blockSize)
        func put(_ bytes: some Sequence<UInt8>, at offset: Int) {
            for (index, byte) in bytes.enumerated() { block[offset + index] = byte }
        }
        put(name, at: 0)
        put("0000644\0".utf8, at: 100)
        put("0000000\0".utf8, at: 108)
        put("0000000\0".utf8, at: 116)
        put(octal(size, digits: 11), at: 124)
        put("00000000000\0".utf8, at: 136)
        put("        ".utf8, at: 148)
        block[156] = type
        put("ustar\u{0}00".utf8, at: 257)
        let sum = block.reduce(0) { $0 + Int($1) }
        put(octal(sum, digits: 6) + [0, 0x20], at: 148)
        return block
    }

    private static func octal(_ value: Int, digits: Int) -> [UInt8] {
        let text = String(value, radix: 8)
        return [UInt8](repeating: 0x30, count: max(0, digits - text.utf8.count)) + text.utf8
    }
}
