import Glibc

/// Folders that exist after a power cut, and what they hold.
package enum DurableFolder {
    /// What a name in a folder stands for.
    package enum Kind: Sendable, Hashable {
        case file, folder
        /// A symbolic link, a socket, a pipe or a device.
        case other
    }

    /// Makes a folder and those missing above it, mode 0750 (exactly, whatever the umask), each made durable in its
    /// parent.
    package static func create(_ path: String, mode: UInt32 = 0o750) throws(DurabilityFailure) {
        if path.isEmpty || path == "/" || path == "." { return }
        var status = stat()
        if stat(path, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFDIR else {
                throw DurabilityFailure(operation: "mkdir", path: path, errorNumber: ENOTDIR)
            }
            return
        }
        let parent = DurableFile.split(path).folder
        try create(parent, mode: mode)
        // Another thread may have been faster; that is as good.
        if mkdir(path, mode) != 0, errno != EEXIST {
            throw DurabilityFailure(operation: "mkdir", path: path, errorNumber: errno)
        }
        let made = try SystemCall.open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
        defer { SystemCall.close(made) }
        try FolderOwner.take(made, in: parent, path: path)
        if fchmod(made, mode) != 0 { throw DurabilityFailure(operation: "chmod", path: path, errorNumber: errno) }
        // Crash before this: the folder may be gone; whoever needed it creates it again.
        try synchronise(parent)
    }

    /// Makes the names in a folder durable.
    package static func synchronise(_ path: String) throws(DurabilityFailure) {
        let descriptor = try SystemCall.open(path, O_RDONLY | O_DIRECTORY)
        defer { SystemCall.close(descriptor) }
        try SystemCall.synchronise(descriptor, path: path)
    }

    /// The names in a folder, sorted by bytes, without `.` and `..`.
    package static func list(_ path: String) throws(DurabilityFailure) -> [(name: String, kind: Kind)] {
        guard let stream = opendir(path) else {
            throw DurabilityFailure(operation: "opendir", path: path, errorNumber: errno)
        }
        defer { closedir(stream) }
        var found: [(name: String, kind: Kind)] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else { break }
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { raw in
                String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name == "." || name == ".." { continue }
            found.append((name, kind(of: path + "/" + name)))
        }
        if errno != 0 { throw DurabilityFailure(operation: "readdir", path: path, errorNumber: errno) }
        return found.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// Removes what crashes left behind: aside files in this folder, and in those below when `deep`. Returns their
    /// paths.
    ///
    /// Only for folders whose single writer is the caller and has no draft open.
    @discardableResult
    package static func sweep(_ path: String, deep: Bool = false) throws(DurabilityFailure) -> [String] {
        var removed: [String] = []
        for (name, kind) in try list(path) {
            let full = path + "/" + name
            switch kind {
            case .folder: if deep { removed += try sweep(full, deep: true) }
            case .file, .other:
                if name.hasPrefix(DurableFile.asidePrefix) {
                    try DurableFile.remove(full)
                    removed.append(full)
                }
            }
        }
        // A predecessor killed between rename and the folder's fsync leaves a name that we see but a power cut may
        // take; what is built on it from now on needs it to last.
        try synchronise(path)
        return removed
    }

    private static func kind(of path: String) -> Kind {
        var status = stat()
        guard lstat(path, &status) == 0 else { return .other }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file
        case S_IFDIR: return .folder
        default: return .other
        }
    }
}

extension DurableFolder {
    /// Removes a folder of files, if it is there: the files, then the folder. Not fsynced; for what nobody needs any
    /// more.
    package static func removeFiles(_ path: String) throws(DurabilityFailure) {
        var status = stat()
        guard stat(path, &status) == 0 else { return }
        for (name, kind) in try list(path) where kind == .file { try DurableFile.remove(path + "/" + name) }
        if rmdir(path) != 0, errno != ENOENT {
            throw DurabilityFailure(operation: "rmdir", path: path, errorNumber: errno)
        }
    }
}
