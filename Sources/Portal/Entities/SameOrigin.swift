import HTTPTypes
import Hummingbird
import Pipeline

/// The defence against another site's form sending a browser's credentials along (CSRF), without cookies or script.
enum SameOrigin {
    /// - Throws: 403 when the request says that it comes from elsewhere, or, for a page's form, does not say at all.
    static func require(_ request: Request, _ caller: Caller, settings: Settings, page: Bool) throws {
        guard caller.isBrowserLike || page else { return }
        if let site = request.headers[.fetchSite] {
            // "none" is a person's own doing: typed or from a bookmark (Fetch Metadata § 2.3).
            if site == "same-origin" || site == "none" { return }
            throw refusal
        }
        if let origin = request.headers[.origin] {
            if origin == self.origin(of: settings.authority.publicURL) { return }
            if let host = request.head.authority, origin == "https://" + host || origin == "http://" + host { return }
            throw refusal
        }
        // A program that sends neither is no browser of these years; a form of ours is always sent by one.
        if page { throw refusal }
    }

    private static var refusal: Problem {
        Problem(
            .forbidden, .notPermitted, "this form was not sent from our own page", hint: "open /my and answer there")
    }

    /// `https://cert.example:8443` of a URL below it.
    private static func origin(of url: String) -> String {
        let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        return parts.count >= 3 ? parts[0] + "//" + parts[2] : url
    }
}
