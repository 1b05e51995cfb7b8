import Vocabulary

/// Reads the EPSS table of one day: `#model_version:…,score_date:…`, then `cve,epss,percentile` and a row for each CVE.
///
/// Decimals are read exactly to five places, more are cut: no floating point, so that the same text is the same score.
/// Source: FIRST EPSS data files (`epss_scores-YYYY-MM-DD.csv.gz`), https://www.first.org/epss/data_stats.
package struct EPSSReader: DocumentReader {
    private let context: DocumentContext
    private var splitter = RowSplitter(quotes: false, rowBytesMax: 1024)
    private var rows = 0
    private var statedTime: Instant?
    private var hasHeader = false
    private var isRefused = false

    package init(context: DocumentContext) { self.context = context }

    package mutating func push(_ bytes: UnsafeRawBufferPointer, into batch: inout ReadBatch) {
        guard !isRefused, !bytes.isEmpty else { return }
        var splitter = RowSplitter(quotes: false, rowBytesMax: 0)
        swap(&splitter, &self.splitter)
        splitter.push(bytes) { take($0, offset: $1, into: &batch) }
        swap(&splitter, &self.splitter)
        batch.statedTime = statedTime
    }

    package mutating func finish(into batch: inout ReadBatch) {
        guard !isRefused else { return }
        var splitter = self.splitter
        splitter.finish { take($0, offset: $1, into: &batch) }
        if !hasHeader, !isRefused {
            batch.rejects.append(Reject(.truncated, place: context.name, message: "the document has no header row"))
        }
        isRefused = true
        batch.statedTime = statedTime
    }

    private mutating func take(_ piece: RowSplitter.Piece, offset: Int, into batch: inout ReadBatch) {
        guard !isRefused else { return }
        switch piece {
        case .overLong:
            guard hasHeader else { return refuse("the first line is longer than 1024 bytes", into: &batch) }
            rows += 1
            batch.rejects.append(
                Reject(.overLimit, place: "row \(rows)", offset: offset, message: "longer than 1024 bytes"))
        case .row(let row):
            if row.isEmpty { return }
            if hasHeader {
                rows += 1
                readRow(row, offset: offset, into: &batch)
            } else {
                readHead(row, into: &batch)
            }
        }
    }

    private mutating func readHead(_ row: UnsafeRawBufferPointer, into batch: inout ReadBatch) {
        let isMarked = row.count >= 3 && row[0] == 0xEF && row[1] == 0xBB && row[2] == 0xBF
        let line = String(decoding: row.dropFirst(isMarked ? 3 : 0), as: UTF8.self)
        if line.hasPrefix("#") {
            for part in line.dropFirst().split(separator: ",") where part.hasPrefix("score_date:") {
                statedTime = Instant(part.dropFirst("score_date:".utf8.count)) ?? statedTime
            }
            return
        }
        // Files before 2022 have no comment line and sometimes no percentile; without it a row cannot be ranked.
        guard line.hasPrefix("cve,epss,percentile") else {
            return refuse("the header is not `cve,epss,percentile`", into: &batch)
        }
        hasHeader = true
    }

    private func readRow(_ row: UnsafeRawBufferPointer, offset: Int, into batch: inout ReadBatch) {
        let parts = row.split(separator: 0x2C, maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 3 else {
            return reject(.malformed, "\(parts.count) fields; expected are 3", offset, into: &batch)
        }
        guard let cve = CVEIdentifier(String(decoding: parts[0], as: UTF8.self)) else {
            return reject(.badValue, "`cve` is `\(MemberScreening.shown(parts[0].prefix(40)))`", offset, into: &batch)
        }
        guard let probability = EPSSReader.hundredThousandths(parts[1]) else {
            return reject(.badValue, "`epss` is no decimal between 0 and 1", offset, into: &batch)
        }
        guard let percentile = EPSSReader.hundredThousandths(parts[2]) else {
            return reject(.badValue, "`percentile` is no decimal between 0 and 1", offset, into: &batch)
        }
        batch.scores.append(EPSSScore(cve: cve.text, probability: probability, percentile: percentile))
    }

    private func reject(_ reason: Reject.Reason, _ message: String, _ offset: Int, into batch: inout ReadBatch) {
        batch.rejects.append(Reject(reason, place: "row \(rows)", offset: offset, message: message))
    }

    private mutating func refuse(_ message: String, into batch: inout ReadBatch) {
        batch.rejects.append(Reject(.notThisFormat, place: "header", offset: 0, message: message))
        isRefused = true
    }

    /// A decimal of 0 to 1 × 100,000, also as `9e-05`; places after the fifth are cut. Nil otherwise.
    static func hundredThousandths(_ text: some Collection<UInt8>) -> Int32? {
        let parts = text.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 | 0x20 == 0x65 }
        guard (1...40).contains(text.count), let mantissa = parts.first else { return nil }
        var shift = 0
        if parts.count == 2 {
            guard let exponent = Int(String(decoding: parts[1], as: UTF8.self)), (-30...0).contains(exponent) else {
                return nil
            }
            shift = -exponent
        }
        var (whole, fraction, digits, places) = (0, 0, 0, shift)
        var isFraction = false
        for byte in mantissa {
            if byte == 0x2E, !isFraction {
                isFraction = true
                continue
            }
            guard byte &- 0x30 < 10 else { return nil }
            digits += 1
            if isFraction {
                places += 1
                if places <= 5 { fraction += Int(byte &- 0x30) * powers[places] }
            } else if shift > 0 {
                // An exponent is written with one digit before the point.
                guard whole == 0, digits == 1 else { return nil }
                if shift <= 5 { fraction += Int(byte &- 0x30) * powers[shift] }
            } else {
                whole = whole * 10 + Int(byte &- 0x30)
                guard whole <= 1 else { return nil }
            }
        }
        let value = whole * 100_000 + fraction
        return digits > 0 && value <= 100_000 ? Int32(value) : nil
    }

    /// What one unit of the n-th decimal place is worth.
    private static let powers = [100_000, 10_000, 1_000, 100, 10, 1]
}
