import Glibc

/// A symbolic link that points at one generation or the next, never at nothing.
package enum DurableLink {
    /// Points `path` at `target` (text of the link, relative to its folder): aside, rename, fsync of the folder.
    ///
    /// What the link points at must be durable already.
    package static func point(_ path: String, to target: String) throws(DurabilityFailure) {
        let folder = DurableFile.split(path).folder
        let aside = folder + "/" + DurableFile.asideName()
        if symlink(target, aside) != 0 {
            throw DurabilityFailure(operation: "symlink", path: aside, errorNumber: errno)
        }
        try FolderOwner.takeLink(aside, in: folder)
        // Crash here: an aside link; the sweep removes it. The old generation is still the one served.
        do throws(DurabilityFailure) {
            try SystemCall.rename(aside, to: path)
        } catch {
            _ = unlink(aside)
            throw error
        }
        // Crash here: the link may fall back to the old generation, which must therefore be kept until this returns.
        try DurableFolder.synchronise(folder)
    }

    /// What the link says; nil when there is no link at `path`.
    package static func target(of path: String) throws(DurabilityFailure) -> String? {
        var failed: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: Int(PATH_MAX)) { buffer, count in
            let length = buffer.withMemoryRebound(to: CChar.self) { text in
                text.baseAddress.map { readlink(path, $0, text.count) } ?? 0
            }
            if length < 0 { failed = errno } else { count = length }
        }
        if failed == ENOENT || failed == EINVAL { return nil }
        if failed != 0 { throw DurabilityFailure(operation: "readlink", path: path, errorNumber: failed) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
