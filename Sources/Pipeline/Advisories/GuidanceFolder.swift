import Advise
import Durability
import Vocabulary

extension Policies {
    /// The guidance of a folder's `*.md` files (a README apart); problems of all join; empty without a folder.
    static func readGuidance(in directory: String?, problems: inout [SettingsProblem]) -> GuidanceShelf {
        var files: [GuidanceFile] = []
        if let directory {
            do throws(DurabilityFailure) {
                for (name, kind) in try DurableFolder.list(directory)
                where kind != .folder && name.hasSuffix(".md") && name != "README.md" {
                    let bytes = try DurableFile.read(directory + "/" + name, limit: GuidanceFile.bytesMax)
                    files.append(GuidanceFile(name: name, bytes: bytes))
                }
            } catch {
                problems.append(
                    SettingsProblem(file: directory, line: 0, key: "guidance_dir", message: "cannot be read: \(error)"))
            }
        }
        var found: [SettingsProblem] = []
        let shelf = GuidanceShelf(files: files, problems: &found)
        problems += found.map {
            SettingsProblem(file: (directory ?? "") + "/" + $0.file, line: $0.line, key: $0.key, message: $0.message)
        }
        return shelf
    }
}
