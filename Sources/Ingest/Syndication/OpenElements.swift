/// Names of the elements that are open, outermost first.
struct OpenElements {
    private var names: [UInt8] = []
    /// Where each name begins.
    private var starts: [Int] = []

    var count: Int { starts.count }

    mutating func open(_ name: UnsafeBufferPointer<UInt8>) {
        starts.append(names.count)
        names.append(contentsOf: name)
    }

    /// Closes elements from the inside until so many are open.
    mutating func close(to count: Int) {
        guard count < starts.count else { return }
        names.removeLast(names.count - starts[count])
        starts.removeLast(starts.count - count)
    }

    func isInnermost(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let start = starts.last else { return false }
        return names[start...].elementsEqual(name)
    }

    /// How many elements stand around the innermost one of this name; nil when none is open.
    func depth(of name: UnsafeBufferPointer<UInt8>) -> Int? {
        starts.indices.last { index in
            let end = index + 1 < starts.count ? starts[index + 1] : names.count
            return names[starts[index]..<end].elementsEqual(name)
        }
    }
}
