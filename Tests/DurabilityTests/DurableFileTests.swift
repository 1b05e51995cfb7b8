import Glibc
import Testing

@testable import Durability

/// A folder of its own per test, removed at the end.
final class Scratch {
    let path: String
    init() {
        var template = Array("/tmp/ess-durability-XXXXXX".utf8CString)
        path = mkdtemp(&template).map { String(cString: $0) } ?? "/nonexistent"
    }
    deinit {
        _ = Scratch.remove(path)
    }
    private static func remove(_ path: String) -> Bool {
        for entry in (try? DurableFolder.list(path)) ?? [] {
            let full = path + "/" + entry.name
            if entry.kind == .folder { _ = remove(full) } else { unlink(full) }
        }
        return rmdir(path) == 0
    }
}

@Suite struct DurableFileTests {
    let scratch = Scratch()

    func mode(_ path: String) -> UInt32 {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
    }

    @Test func `replace leaves the new bytes and nothing aside`() throws {
        let path = scratch.path + "/a"
        try DurableFile.replace(path, with: [1, 2, 3])
        try DurableFile.replace(path, with: [4])
        #expect(try DurableFile.read(path) == [4])
        #expect(try DurableFolder.list(scratch.path).map(\.name) == ["a"])
        #expect(mode(path) == 0o640)
    }

    @Test func `a pipe is not waited for, a link not followed, a folder not read`() throws {
        let (pipe, link) = (scratch.path + "/pipe", scratch.path + "/link")
        #expect(mkfifo(pipe, 0o600) == 0)
        try DurableFile.replace(scratch.path + "/a", with: [1])
        #expect(symlink("a", link) == 0)
        for path in [pipe, link, scratch.path] {
            let failure = #expect(throws: DurabilityFailure.self) { try DurableFile.read(path) }
            #expect(failure?.code == .io && failure?.path == path)
        }
    }

    /// What root makes in the service's folder must be the service's.
    @Test(.enabled(if: geteuid() == 0, "only root makes files for others"))
    func `what root makes in somebody's folder is theirs: files, folders, links, the lock`() throws {
        #expect(chown(scratch.path, 61000, 61001) == 0)
        try DurableFile.replace(scratch.path + "/a", with: [1])
        try DurableFile.replace(scratch.path + "/k", with: [1], permission: .secret)
        try DurableFolder.create(scratch.path + "/deep/er")
        try DurableFile.replace(scratch.path + "/deep/er/b", with: [1])
        try DurableLink.point(scratch.path + "/link", to: "a")
        try DurableFile.prepareForLibrary(scratch.path + "/store")
        let lock = try DurableLock(directory: scratch.path)
        for name in ["a", "k", "deep", "deep/er", "deep/er/b", "link", "store", DurableLock.fileName] {
            var status = stat()
            #expect(lstat(scratch.path + "/" + name, &status) == 0)
            #expect(status.st_uid == 61000 && status.st_gid == 61001, "\(name)")
        }
        #expect(mode(scratch.path + "/k") == 0o600 && mode(scratch.path + "/deep") == 0o750)
        withExtendedLifetime(lock) {}
    }

    @Test func `a key file is readable by its owner alone`() throws {
        try DurableFile.replace(scratch.path + "/k", with: [1], permission: .secret)
        #expect(mode(scratch.path + "/k") == 0o600)
    }

    @Test func `a draft gets its name at the end, or leaves nothing`() throws {
        let draft = try DurableFile.begin(in: scratch.path)
        try draft.append([1])
        try draft.append([2])
        try draft.commit(as: "both")
        #expect(draft.byteCount == 2)
        #expect(try DurableFile.read(scratch.path + "/both") == [1, 2])
        do {
            let given = try DurableFile.begin(in: scratch.path)
            try given.append([9])
            given.abort()
            _ = try DurableFile.begin(in: scratch.path)
        }
        #expect(try DurableFolder.list(scratch.path).map(\.name) == ["both"])
    }

    @Test func `folders are made with those above them and an exact mode`() throws {
        let deep = scratch.path + "/x/y/z"
        try DurableFolder.create(deep)
        try DurableFolder.create(deep)
        #expect(mode(deep) == 0o750)
        #expect(mode(scratch.path + "/x") == 0o750)
    }

    @Test func `the sweep removes aside files only`() throws {
        try DurableFolder.create(scratch.path + "/sub")
        try DurableFile.replace(scratch.path + "/sub/.aside-1-1", with: [1])
        try DurableFile.replace(scratch.path + "/kept", with: [1])
        #expect(try DurableFolder.sweep(scratch.path).isEmpty)
        #expect(try DurableFolder.sweep(scratch.path, deep: true) == [scratch.path + "/sub/.aside-1-1"])
        #expect(try DurableFolder.list(scratch.path).map(\.name) == ["kept", "sub"])
    }

    @Test func `a link is switched from one generation to the next`() throws {
        let link = scratch.path + "/current"
        #expect(try DurableLink.target(of: link) == nil)
        try DurableLink.point(link, to: "1")
        try DurableLink.point(link, to: "2")
        #expect(try DurableLink.target(of: link) == "2")
        #expect(try DurableFolder.list(scratch.path).count == 1)
    }

    @Test func `a batch makes many files durable`() throws {
        let batch = DurableBatch()
        for index in 0..<300 { try batch.stage(scratch.path + "/f\(index)", [UInt8(index & 255)]) }
        try batch.commit()
        #expect(try DurableFolder.list(scratch.path).count == 300)
        #expect(try DurableFile.read(scratch.path + "/f299") == [43])
    }

    @Test func `a second owner is refused and told who holds the lock`() throws {
        do {
            let first = try DurableLock(directory: scratch.path)
            #expect(throws: DurabilityFailure.self) { try DurableLock(directory: scratch.path) }
            do throws(DurabilityFailure) {
                _ = try DurableLock(directory: scratch.path)
            } catch {
                #expect(error.code == .locked)
                #expect(error.holder == String(getpid()))
                #expect(error.description.contains("process \(getpid())"))
            }
            _ = first.path
        }
        _ = try DurableLock(directory: scratch.path)
    }

    @Test func `failures name the path, a code and a fate`() throws {
        do throws(DurabilityFailure) {
            try DurableFile.replace(scratch.path + "/none/a", with: [1])
            Issue.record("a missing folder was accepted")
        } catch {
            #expect(error.code == .missing)
            #expect(error.fate == .reject)
            #expect(error.path.hasPrefix(scratch.path + "/none/"))
        }
        #expect(DurabilityFailure(operation: "fsync", path: "p", errorNumber: ENOSPC).fate == .halt)
        #expect(DurabilityFailure(operation: "write", path: "p", errorNumber: ENOSPC).code == .diskFull)
        #expect(throws: DurabilityFailure.self) { try DurableFile.read("/proc/self/exe", limit: 10) }
    }

    @Test func `no room on the device is said as diskFull and leaves no half file`() throws {
        // /dev/full answers every write with ENOSPC.
        let descriptor = try SystemCall.open("/dev/full", O_WRONLY)
        defer { SystemCall.close(descriptor) }
        do throws(DurabilityFailure) {
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1, alignment: 1)
            defer { buffer.deallocate() }
            buffer.storeBytes(of: 1, as: UInt8.self)
            try SystemCall.write(descriptor, UnsafeRawBufferPointer(buffer), path: "/dev/full")
            Issue.record("a full device took a byte")
        } catch {
            #expect(error.code == .diskFull)
            #expect(error.fate == .retry(afterSeconds: 30))
        }
    }
}
