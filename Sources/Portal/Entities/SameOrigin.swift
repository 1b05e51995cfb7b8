import HTTPTypes
import Hummingbird
import Pipeline

/// The defence against another site's form sending a browser's credentials along (CSRF), without cookies or script.
enum SameOrigin {
    /// - Throws: 403 when the request says that it comes from elsewhere, or, for a page's form, does not say at all.
    static func require(_ request: Request, _ caller: Caller, settings: Settings, page: Bool) throws {
        guard caller.isBrowserLike || page else { return }
        // A program that sends neither is no browser of these years; a form of ours is always sent by one.
        if !page, request.headers[.fetchSite] == nil, request.headers[.origin] == nil { return }
        try requireOwn(request, settings: settings)
    }

    private static func requireOwn(_ request: Request, settings: Settings) throws {
        if let site = request.headers[.fetchSite] {
            // "none" is a person's own doing: typed or from a bookmark (Fetch Metadata § 2.3).
            if site == "same-origin" || site == "none" { return }
            throw refusal
        }
        guard let origin = request.headers[.origin] else { throw refusal }
        if origin == self.origin(of: settings.authority.publicURL) { return }
        if let host = request.head.authority, origin == "https://" + host || origin == "http://" + host { return }
        throw refusal
    }

    /// For a form that carries no credentials: what another site's page sends is refused; who says nothing of where it
    /// comes from is no browser, and carries nobody's name.
    static func requireForm(_ request: Request, settings: Settings) throws {
        guard request.headers[.fetchSite] != nil || request.headers[.origin] != nil else { return }
        try requireOwn(request, settings: settings)
    }

    private static var refusal: Problem {
        Problem(
            .forbidden, .notPermitted, "this form was not sent from our own page",
            hint: "open the form on our own site and send it there")
    }

    /// `https://cert.example:8443` of a URL below it.
    private static func origin(of url: String) -> String {
        let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        return parts.count >= 3 ? parts[0] + "//" + parts[2] : url
    }
}
