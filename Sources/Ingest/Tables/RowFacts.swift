/// What a row of a scan report says of the machine, beyond address and port: for the person who has to find it.
package enum RowFacts {
    /// Columns that are shown, in this order, under these names; the first that a row fills of each name.
    ///
    /// Source: Shadowserver Foundation report types.
    private static let shown: [(name: String, columns: [String])] = [
        ("hostname", ["hostname", "host_name", "src_hostname"]),
        ("protocol", ["protocol"]),
        ("service", ["service", "application"]),
        ("tag", ["tag"]),
        ("infection", ["infection", "family", "malware"]),
        ("device", ["device_model", "device_type", "device_vendor", "src_device_model", "src_device_type"]),
        ("server", ["server_name", "server", "http_server", "subject_common_name"]),
        ("version", ["version", "software_version"]),
        ("banner", ["banner", "raw_banner"]),
    ]
    /// Bytes of one value, and of all together.
    private static let valueMax = 80
    private static let textMax = 320

    /// `hostname pump-1.hospital.example, protocol tcp, tag telnet`: cleaned, bounded; empty when it says nothing.
    package static func text(row: some Collection<UInt8>, columns: [String]) -> String {
        guard !columns.isEmpty, let fields = Array(row).withUnsafeBytes({ CSVFields.texts($0) }) else { return "" }
        let lower = columns.map { $0.lowercased() }
        var parts: [String] = []
        for (name, wanted) in shown {
            let values = wanted.lazy.compactMap { lower.firstIndex(of: $0) }.filter { $0 < fields.count }
                .map { SourceText.line(fields[$0], limit: valueMax) }
            if let value = values.first(where: { !$0.isEmpty }) { parts.append("\(name) \(value)") }
        }
        var out = ""
        for part in parts where out.utf8.count + part.utf8.count + 2 <= textMax {
            out += out.isEmpty ? part : ", " + part
        }
        return out
    }
}
