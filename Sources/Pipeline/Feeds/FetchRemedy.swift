import Ingest

extension FetchFailure {
    /// What to do when a poll of `feed` ended so; the runbook's table in one sentence.
    func remedy(of feed: String, in folder: String) -> String {
        let file = "\(folder)/\(feed).yaml"
        return switch self {
        case .badURL: "mend `url` in \(file)"
        case .forbiddenAddress:
            "the name leads to an inside address; if that is meant, add host:port to `egress_allow` in the settings"
        case .tooManyRedirects, .empty, .badAnswer:
            "look at what the server sends with `curl -v`, and tell the publisher"
        case .overLimit: "look at the document before raising `limits` in \(file)"
        case .deadline, .network, .tls, .busy:
            "the service tries again; if it goes on, look at route, DNS, proxy and CA bundle with `curl -v`"
        case .status(429): "we ask too often: raise `interval` in \(file)"
        case .status(401): "the credential is missing or wrong: see the credential file named in \(file)"
        case .status(let code) where code == 408 || code == 425 || code >= 500:
            "the server is in trouble; the service tries again"
        case .status: "the publisher moved: find the new address and edit `url` in \(file), then restart the service"
        case .local: "this machine failed: look at disk, folders and credential files"
        case .elsewhere: "if the publisher means it, name that origin under `origins` in \(file)"
        case .unending:
            "if the source is that large, raise `requests`, `poll` or `poll_bytes` under `limits` in \(file); else "
                + "tell the publisher"
        case .content: "what came is not what its protocol says: see the service's journal, and tell the publisher"
        }
    }
}
