extension Store {
    /// Ten letters and digits a person can read aloud, 50 bits (Crockford's base 32: no I, L, O, U).
    static func checkCode() -> String {
        let letters = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
        var random = SystemRandomNumberGenerator()
        var code: [UInt8] = []
        for place in 0..<10 {
            if place == 5 { code.append(UInt8(ascii: "-")) }
            code.append(letters[Int(UInt8.random(in: 0..<32, using: &random))])
        }
        return String(decoding: code, as: UTF8.self)
    }
}
