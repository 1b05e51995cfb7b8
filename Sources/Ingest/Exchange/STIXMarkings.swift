import Vocabulary

/// The labels that the markings of one document stand for, as far as they are known.
///
/// A reference that nobody defined counts as TLP:RED, and so does a definition that calls itself one of TLP and names
/// no label: missing and unknown is the strictest. Of two labels for one id the stricter counts, for what comes behind
/// the second; a label and a definition that gives none contradict each other, which counts as TLP:RED.
/// Source: STIX Version 2.1 § 7.2.
struct STIXMarkings {
    private static let definitionsMax = 10_000

    private var labels = STIXMarkings.standard
    /// Definitions of other kinds (statements): they label nothing.
    private var others: Set<String> = []
    /// Objects that each definition has labelled; of defined ids alone, so bounded as they are.
    private var used: [String: Int] = [:]
    /// References that counted as the strictest because nothing defined them: the first of them, and how many objects.
    private(set) var firstUnknown = ""
    private(set) var unknownObjects = 0

    /// Takes a definition; says what is to be said when objects have been labelled more widely than it allows.
    mutating func define(_ object: STIXObject) -> String? {
        let id = object.id
        let before = labels[id]
        guard before != nil || others.contains(id) else {
            guard labels.count + others.count < STIXMarkings.definitionsMax + STIXMarkings.standard.count else {
                return nil
            }
            if let label = object.definedTLP { labels[id] = label } else { others.insert(id) }
            return nil
        }
        guard before != object.definedTLP else { return nil }
        let after = if let before, let label = object.definedTLP { max(before, label) } else { TLP.red }
        guard after != before else { return nil }
        labels[id] = after
        guard let objects = used[id] else { return nil }
        return "`\(SourceText.line(id, limit: 80))` is defined a second time, and more strictly: \(objects) object(s) "
            + "before keep \(before?.marking ?? "no label"), those behind get \(after.marking)"
    }

    /// Whether every reference has a definition by now.
    func isKnown(_ references: Set<String>) -> Bool {
        references.allSatisfy { labels[$0] != nil || others.contains($0) }
    }

    /// The strictest label that the references stand for, nil where they are none of TLP; those without a definition
    /// are counted.
    mutating func label(of references: Set<String>) -> TLP? {
        let unknown = references.filter { labels[$0] == nil && !others.contains($0) }
        for reference in references where labels[reference] != nil || others.contains(reference) {
            used[reference, default: 0] += 1
        }
        guard let first = unknown.min() else { return references.compactMap { labels[$0] }.max() }
        if unknownObjects == 0 { firstUnknown = first }
        unknownObjects += 1
        return .red
    }

    /// The strictest label among those of the standard, which follows from the object alone.
    func ownLabel(of references: Set<String>) -> TLP? { references.compactMap { STIXMarkings.standard[$0] }.max() }

    /// What is to be said of references that nothing defined; nil when there were none.
    var flaw: String? {
        guard unknownObjects > 0 else { return nil }
        let shown = SourceText.line(firstUnknown, limit: 80)
        return "\(unknownObjects) object(s) bear a marking that this document does not define (`\(shown)`): "
            + "they count as TLP:RED"
    }

    /// Marking definitions of the standard (STIX 2.1 § 7.2.1.4, TLP 1) and of FIRST's TLP 2.0 extension, which need no
    /// definition in the document.
    private static let standard: [String: TLP] = [
        "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9": .clear,
        "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da": .green,
        "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82": .amber,
        "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed": .red,
        "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487": .clear,
        "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb": .green,
        "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421": .amber,
        "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003": .amberStrict,
        "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1": .red,
    ]
}

/// The members of an object that label it.
struct STIXObjectMarkings {
    private static let referencesMax = 100

    /// Ids of marking definitions, of the whole object and of parts of it: the strictest counts for all of it.
    private(set) var references: Set<String> = []
    /// Of these the ones of the whole object.
    private(set) var wholeReferences: Set<String> = []
    private var definition: TLP?
    private var kind = ""

    /// For a marking definition of this name: the label that it defines.
    func defined(name: String) -> TLP? {
        if let label = definition ?? TLP(label: name) { return label }
        // A definition of TLP without a label, or with one that we do not know, is the strictest.
        return kind == "tlp" || kind.isEmpty && name.lowercased().hasPrefix("tlp:") ? .red : nil
    }

    /// Reads a member if it is one of these; false when it is another.
    mutating func read(_ key: JSONKey, _ cursor: inout JSONCursor) throws(JSONFailure) -> Bool {
        switch key {
        case "object_marking_refs":
            try cursor.eachElement { cursor throws(JSONFailure) in
                let reference = try cursor.readIdentifier()
                add(reference)
                if wholeReferences.count < STIXObjectMarkings.referencesMax { wholeReferences.insert(reference) }
            }
        case "granular_markings":
            try cursor.eachElement { cursor throws(JSONFailure) in
                try cursor.beginObject()
                while let key = try cursor.nextKey() {
                    if case "marking_ref" = key { add(try cursor.readIdentifier()) } else { try cursor.skipValue() }
                }
            }
        case "definition_type": kind = try cursor.optionalLine(limit: 128) ?? ""
        case "definition": try readLabel(&cursor, named: "tlp")
        case "extensions":
            guard try cursor.kind() == .object else {
                try cursor.skipValue()
                return true
            }
            try cursor.beginObject()
            while try cursor.nextKey() != nil { try readLabel(&cursor, named: "tlp_2_0") }
        default: return false
        }
        return true
    }

    /// Beyond the limit what stands for all further ones is a reference that nothing defines.
    private mutating func add(_ reference: String) {
        references.insert(references.count < STIXObjectMarkings.referencesMax ? reference : "more than 100 markings")
    }

    /// `{"tlp": "amber"}`; other definitions are statements.
    private mutating func readLabel(_ cursor: inout JSONCursor, named name: StaticString) throws(JSONFailure) {
        guard try cursor.kind() == .object else { return try cursor.skipValue() }
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            if name ~= key {
                let label = TLP(label: try cursor.readLine(limit: 64)) ?? .red
                definition = max(definition ?? label, label)
            } else {
                try cursor.skipValue()
            }
        }
    }
}
