import Foundation
import FoundationXML
import Vocabulary

/// Reads components of a CycloneDX bill of materials in XML, nested ones too.
///
/// Source: CycloneDX 1.0–1.6 XML schema, `component`: attribute `type`, elements `name`, `version`, `supplier/name`,
/// `publisher`, `cpe`, `purl`.
enum CycloneDXMarkup {
    static let bytesMax = 64 << 20

    static func read(_ bytes: [UInt8], into reading: inout InventoryReading) {
        var document: [UInt8]
        do throws(MarkupEncoding.Refusal) {
            document = try MarkupEncoding.utf8(bytes, limit: bytesMax)
        } catch {
            return reading.reject(.encoding, at: "document", offset: 0, error.message)
        }
        if let objection = MarkupScreening.objection(to: document) {
            return reading.reject(.malformed, at: "document", offset: objection.offset, objection.message)
        }
        blankBareInstructions(in: &document)
        let parsing = CycloneDXParsing(reading)
        // `XMLParser(data:)` gives false for every document over 10 MB; a stream has no such limit.
        let parser = XMLParser(stream: InputStream(data: Data(document)))
        parser.shouldResolveExternalEntities = false
        parser.delegate = parsing
        // `parse()` may give true for a document that ends too early, so that open elements tell a cut one.
        let isWhole = parser.parse() && parsing.isClosed
        guard isWhole, parsing.isBill else {
            // What stands before the fault is not taken: half a bill of materials would remove the other half.
            return reading.reject(
                parsing.isBill || !isWhole ? .malformed : .notThisFormat, at: "line \(parser.lineNumber)",
                parsing.isTooDeep ? "components stand too deep in each other"
                    : parsing.isBill || !isWhole ? "the XML is not well-formed" : "the outermost element is no `bom`")
        }
        reading = parsing.reading
    }

    /// Puts blanks in the place of processing instructions without content (`<?x?>`, XML 1.0 § 2.6): the toolchain's
    /// parser takes the address of a content that is not there and ends the process. They say nothing of components.
    private static func blankBareInstructions(in document: inout [UInt8]) {
        let (mark, less, greater) = (UInt8(ascii: "?"), UInt8(ascii: "<"), UInt8(ascii: ">"))
        var at = 0
        while let start = document[at...].firstIndex(of: less) {
            at = start + 1
            guard at < document.count, document[at] == mark else { continue }
            var end = at + 1
            while end < document.count, document[end] > 0x20, !(document[end] == greater && document[end - 1] == mark) {
                end += 1
            }
            guard end < document.count, document[end] == greater, end > at + 1 else { continue }
            for place in start...end { document[place] = 0x20 }
            at = end + 1
        }
    }
}

/// Gathers components from the parser's events. Elements are known by their local names.
private final class CycloneDXParsing: NSObject, XMLParserDelegate {
    var reading: InventoryReading
    private(set) var isBill = false
    private(set) var isTooDeep = false
    private var path: [String] = []
    private var open: [(stated: StatedComponent, place: String, inner: Int)] = []
    private var outermost = 0
    private var text = ""

    private static let depthMax = 64
    private static let textBytesMax = 4_096

    var isClosed: Bool { path.isEmpty }

    init(_ reading: InventoryReading) { self.reading = reading }

    func parser(
        _ parser: XMLParser, didStartElement element: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        let name = CycloneDXParsing.local(element)
        if path.isEmpty { isBill = name == "bom" }
        if name == "component", ["components", "metadata"].contains(path.last) {
            var stated = StatedComponent()
            stated.type = attributes["type"] ?? ""
            open.append((stated, place(), 0))
        }
        path.append(name)
        text = ""
        if path.count > CycloneDXParsing.depthMax {
            isTooDeep = true
            parser.abortParsing()
        }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        if text.utf8.count < CycloneDXParsing.textBytesMax { text += string }
    }

    func parser(_ parser: XMLParser, foundCDATA block: Data) {
        if text.utf8.count < CycloneDXParsing.textBytesMax { text += String(decoding: block, as: UTF8.self) }
    }

    func parser(_ parser: XMLParser, didEndElement element: String, namespaceURI: String?, qualifiedName: String?) {
        let name = path.popLast() ?? ""
        let value = text.trimmingBlanks
        text = ""
        if name == "component", ["components", "metadata"].contains(path.last), let done = open.popLast() {
            return done.stated.put(into: &reading, at: done.place)
        }
        guard !open.isEmpty else { return }
        let last = open.count - 1
        switch (path.last, name) {
        case ("component", "name"): open[last].stated.name = value
        case ("component", "version"): open[last].stated.version = value
        case ("component", "publisher"): if open[last].stated.vendor.isEmpty { open[last].stated.vendor = value }
        case ("supplier", "name"), ("manufacturer", "name"): if !value.isEmpty { open[last].stated.vendor = value }
        case ("component", "cpe"): open[last].stated.cpe = value
        case ("component", "purl"): open[last].stated.purl = value
        default: break
        }
    }

    /// `components[3].components[0]`, as the JSON form has it.
    private func place() -> String {
        if path.last == "metadata" { return "metadata.component" }
        guard let last = open.indices.last else {
            outermost += 1
            return "components[\(outermost - 1)]"
        }
        open[last].inner += 1
        return "\(open[last].place).components[\(open[last].inner - 1)]"
    }

    private static func local(_ element: String) -> String {
        element.firstIndex(of: ":").map { String(element[element.index(after: $0)...]) } ?? element
    }
}
