/// The files of one generation of `public/`: relative path → bytes, checked so that each stays below its folder.
package struct PublishedTree: Sendable, Hashable {
    /// Sorted by path.
    package let files: [(path: String, bytes: [UInt8])]

    /// - Throws: `.badAddress` for an absolute path, an empty, `.` or `..` element, a NUL, a name over 200 bytes, or a
    ///   file that is also a folder.
    package init(_ files: [String: [UInt8]]) throws(TransportFailure) {
        var folders = Set<String>()
        for path in files.keys {
            let parts = path.split(separator: "/", omittingEmptySubsequences: false)
            let isGood = parts.allSatisfy { part in
                (1...200).contains(part.utf8.count) && part != "." && part != ".." && !part.utf8.contains(0)
                    && !part.hasPrefix(".aside-")
            }
            guard isGood else {
                let subject = FetchOutcomes.shortened(path)
                throw TransportFailure(.badAddress, subject: subject, detail: "not a relative path")
            }
            for count in 1..<max(1, parts.count) { folders.insert(parts.prefix(count).joined(separator: "/")) }
        }
        if let both = folders.sorted().first(where: { files[$0] != nil }) {
            throw TransportFailure(
                .badAddress, subject: FetchOutcomes.shortened(both), detail: "both a file and a folder")
        }
        self.files = files.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { ($0.key, $0.value) }
    }

    package static func == (left: PublishedTree, right: PublishedTree) -> Bool {
        left.files.elementsEqual(right.files) { $0.path == $1.path && $0.bytes == $1.bytes }
    }

    package func hash(into hasher: inout Hasher) {
        for file in files { hasher.combine(file.path) }
    }

    /// Every folder that holds a file or a folder, parents first.
    var folders: [String] {
        var found = Set<String>()
        for file in files {
            let parts = file.path.split(separator: "/")
            for count in 1..<max(1, parts.count) { found.insert(parts.prefix(count).joined(separator: "/")) }
        }
        return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}
