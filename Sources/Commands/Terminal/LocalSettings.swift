import Foundation
import Glibc
import Pipeline
import Vocabulary

/// Finds and reads the settings for a command.
enum LocalSettings {
    static let usualPath = "/etc/ess/ess.yaml"

    /// The path that was asked for, or the usual one.
    static func path(_ options: SettingsOptions) -> String { asked(options) ?? usualPath }

    /// Settings of a file that must be there.
    /// - Throws: ``SettingsFailure`` with all problems.
    static func load(_ options: SettingsOptions) throws -> Settings {
        let path = path(options)
        guard access(path, F_OK) == 0 || errno != ENOENT else {
            let message = "there are no settings here; name a file with --config FILE or $ESS_CONFIG, "
                + "or a service's socket with --socket PATH"
            throw SettingsFailure([SettingsProblem(file: path, line: 0, key: "file", message: message)])
        }
        return try Settings.load(path)
    }

    /// Settings for work on `directory`: of the file when one was asked for or stands in the usual place, else none but
    /// the directory itself.
    static func load(_ options: SettingsOptions, dataDirectory directory: String) throws -> Settings {
        guard asked(options) != nil || access(usualPath, R_OK) == 0 else {
            return Settings(dataDirectory: directory, feedsDirectory: "/etc/ess/feeds")
        }
        var settings = try load(options)
        settings.dataDirectory = directory
        return settings
    }

    private static func asked(_ options: SettingsOptions) -> String? {
        if let path = options.config { return path }
        let path = ProcessInfo.processInfo.environment["ESS_CONFIG"] ?? ""
        return path.isEmpty ? nil : path
    }
}

/// Who works on a data directory without a service: the user of this process.
enum LocalActor {
    /// Roles are those of the settings. Whom the settings give none, and who owns the directory or is root, could
    /// change every byte of it anyway: he acts as admin and analyst, never as approver, because the four eyes need two.
    static func current(_ settings: Settings) -> Actor {
        let uid = geteuid()
        let name = uid == 0 ? "root" : loginName(uid)
        var roles = settings.roles(uid: uid, name: name)
        if roles.isEmpty, uid == 0 || owner(of: settings.dataDirectory) == uid { roles = [.admin, .analyst] }
        return Actor(uid: uid, name: name, loginUID: loginUID, roles: roles)
    }

    private static func loginName(_ uid: uid_t) -> String {
        var entry = passwd()
        var result: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16_384)
        guard getpwuid_r(uid, &entry, &buffer, buffer.count, &result) == 0, result != nil, let name = entry.pw_name
        else { return String(uid) }
        return String(cString: name)
    }

    private static func owner(of directory: String) -> uid_t? {
        var status = stat()
        return stat(directory, &status) == 0 ? status.st_uid : nil
    }

    /// The audit login uid (proc(5)); nil where the kernel keeps none (4294967295).
    private static var loginUID: UInt32? {
        // A kernel without audit has no such file; then nobody's login is known.
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: "/proc/self/loginuid")),
            let value = UInt32(String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
        else { return nil }
        return value == UInt32.max ? nil : value
    }
}

/// The only clock of the commands, handed to the engine.
enum SystemClock {
    static func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }
}
