/// Whether a scan report is of the type that its feed takes: by its header, and row by row by the tag.
///
/// A file's name is a courier's word; who reads one type as another accuses the hosts in it of something else.
struct ScanTypeCheck {
    private let report: String
    private let signature: ScanSignature
    /// The column `tag`; nil when there is none, or when this type's tags do not name it.
    private let tag: Int?
    /// The last tag looked at and what is wrong with it: nearly all rows of a report bear the same.
    private var seen: (tag: [UInt8], fault: String?)?

    /// - Throws: A refusal that names the columns missing, and the types whose columns all stand there.
    init?(_ report: String, columns: ScanColumns) throws(ScanColumns.Refusal) {
        guard let signature = ScanSignature.of(report) else { return nil }
        let names = columns.names.map { $0.lowercased() }
        let header = Set(names)
        let missing = signature.columns.filter { !header.contains($0) }
        let fitting = ScanSignature.fitting(header)
        let tag = signature.tags.isEmpty ? nil : names.firstIndex(of: "tag")
        let isAnothers = tag == nil && !signature.columns.isEmpty && !fitting.contains(report)
        if !missing.isEmpty || isAnothers {
            let shown = missing.map { "`\($0)`" }.joined(separator: ", ")
            let lacks = missing.isEmpty ? "" : "a `\(report)` report has the columns \(shown), this header has not; "
            let types = fitting.map { "`\($0)`" }.joined(separator: ", ")
            let fits = fitting.isEmpty ? "it is that of no type known" : "it is that of \(types)"
            let takes = missing.isEmpty ? "; this feed takes `\(report)`" : ""
            throw ScanColumns.Refusal(isForeign: true, message: lacks + fits + takes)
        }
        (self.report, self.signature, self.tag) = (report, signature, tag)
    }

    /// What is wrong with a row's tag: it is another type's word and none of this one's. Nil when nothing is; a tag
    /// that no type is known by says nothing.
    mutating func fault(_ row: UnsafeRawBufferPointer, _ fields: [ScanField]) -> String? {
        guard let tag, tag < fields.count else { return nil }
        let bytes = UnsafeRawBufferPointer(rebasing: row[fields[tag].range])
        if let seen, seen.tag.elementsEqual(bytes) { return seen.fault }
        let text = String(decoding: bytes.prefix(256), as: UTF8.self).lowercased()
        let words = text.split { $0 == ";" || $0 == "," || $0 == " " }.map(String.init)
        var fault: String?
        if !words.contains(where: signature.bears) {
            let others = words.flatMap(ScanSignature.tagged).map { "`\($0)`" }
            if !others.isEmpty {
                let shown = MemberScreening.shown(text.prefix(40).utf8)
                fault = "`tag` is `\(shown)`, that of \(others.joined(separator: ", ")); this feed takes `\(report)`"
            }
        }
        seen = (Array(bytes), fault)
        return fault
    }
}
