import HTTPTypes
import Hummingbird

/// What every answer says to browsers (I11): no script from anywhere, no frame, no guessing of types, no referrer.
enum SecurityHeaders {
    private static let policy =
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        + "frame-ancestors 'none'"

    /// Whoever answered may have set `Cache-Control`; what nobody declared cacheable is kept by nobody.
    static func add(to headers: inout HTTPFields) {
        headers[.contentSecurityPolicy] = policy
        headers[.xContentTypeOptions] = "nosniff"
        headers[.referrerPolicy] = "no-referrer"
        if headers[.cacheControl] == nil { headers[.cacheControl] = "no-store" }
    }
}

extension HTTPField.Name {
    /// A constant that is a token by RFC 9110 § 5.6.2; the initialiser refuses nothing else.
    static let referrerPolicy = HTTPField.Name("Referrer-Policy")!  // proof: letters and a hyphen
    static let forwardedFor = HTTPField.Name("X-Forwarded-For")!  // proof: letters and hyphens
    static let forwarded = HTTPField.Name("Forwarded")!  // proof: letters
    static let fetchSite = HTTPField.Name("Sec-Fetch-Site")!  // proof: letters and hyphens
}
