import Glibc

/// Several files made durable together: each written aside and fsynced, then all renamed, then each folder fsynced
/// once.
///
/// Not atomic as a whole: a crash leaves some of the files switched in. It is for files whose contents are a function
/// of something already durable, so that doing the whole batch again gives the same bytes.
package final class DurableBatch {
    private var staged: [(folder: String, name: String, draft: DurableDraft)] = []
    /// Open descriptors are bounded; a larger batch switches in what it has.
    private let filesMax = 256

    package init() {}

    /// Writes one file aside. Its folder must exist.
    package func stage(
        _ path: String, _ bytes: [UInt8], permission: DurableFile.Permission = .data
    ) throws(DurabilityFailure) {
        let (folder, name) = DurableFile.split(path)
        let draft = try DurableFile.begin(in: folder, permission: permission)
        try draft.append(bytes)
        staged.append((folder, name, draft))
        if staged.count >= filesMax { try commit() }
    }

    /// Makes everything staged durable, in the order of staging. Harmless when nothing is staged.
    package func commit() throws(DurabilityFailure) {
        for file in staged {
            // Crash in this loop: aside files only; the sweep removes them.
            try file.draft.synchronise()
        }
        for file in staged {
            // Crash in this loop: the first files have their names, each whole; the repeated batch rewrites the same
            // bytes.
            try file.draft.switchIn(as: file.name)
        }
        for folder in Set(staged.map(\.folder)).sorted() {
            // Crash in this loop: names may be lost, never bytes torn; the repeated batch writes them again.
            try DurableFolder.synchronise(folder)
        }
        staged.removeAll()
    }
}
