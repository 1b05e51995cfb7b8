/// Numbers with their nouns, as people write them: `1 report`, `2 reports`, `1 entity`, `2 entities`.
enum Counted {
    static func text(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
        "\(count) " + (count == 1 ? noun : plural ?? noun + "s")
    }
}
