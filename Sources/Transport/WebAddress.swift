import CCurl

/// An http or https URL as libcurl itself understands it, so that what we check is what is connected.
struct WebAddress: Sendable, Hashable {
    /// The whole URL, normalised, without user, password and fragment.
    let text: String
    let isSecure: Bool
    /// Lower case; an IPv6 literal without brackets.
    let host: String
    let port: UInt16

    /// Nil when the URL is no http(s) URL with a host. One with a user or password is refused too: credentials stand in
    /// settings files of their own and are bound to an origin.
    init?(_ url: String) {
        guard url.utf8.count <= 8192, url.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }), let handle = curl_url() else {
            return nil
        }
        defer { curl_url_cleanup(handle) }
        guard curl_url_set(handle, CURLUPART_URL, url, 0) == CURLUE_OK else { return nil }
        let part = { (part: CURLUPart, flags: UInt32) -> String? in
            var found: UnsafeMutablePointer<CChar>?
            guard curl_url_get(handle, part, &found, flags) == CURLUE_OK, let found else { return nil }
            defer { curl_free(found) }
            return String(cString: found)
        }
        guard part(CURLUPART_USER, 0) == nil, part(CURLUPART_PASSWORD, 0) == nil,
            let scheme = part(CURLUPART_SCHEME, 0)?.lowercased(), scheme == "http" || scheme == "https",
            var name = part(CURLUPART_HOST, 0)?.lowercased(), !name.isEmpty,
            let port = part(CURLUPART_PORT, UInt32(CURLU_DEFAULT_PORT)).flatMap({ UInt16($0) }), port > 0
        else { return nil }
        _ = curl_url_set(handle, CURLUPART_FRAGMENT, nil, 0)
        guard let whole = part(CURLUPART_URL, 0) else { return nil }
        if name.hasPrefix("["), name.hasSuffix("]") { name = String(name.dropFirst().dropLast()) }
        text = whole
        isSecure = scheme == "https"
        host = name
        self.port = port
    }

    /// Scheme, host and port: what credentials are bound to (RFC 6454).
    var origin: String { "\(isSecure ? "https" : "http")://\(endpoint)" }

    var endpoint: String { host.utf8.contains(0x3A) ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
