import Hummingbird
import NIOCore
import Pipeline

/// A request on the operators' socket. The peer is asked of the kernel, which fixed it at connect time.
struct DeskContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any NIOCore.Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }

    /// - Throws: ``ActFailure`` `.notPermitted` when the peer is unknown or stands outside our user namespace.
    func actor(settings: Settings) async throws -> Actor {
        guard let peer = await PeerCredentials.of(channel), !peer.isNobody else {
            throw ActFailure(
                .notPermitted, "the kernel does not say who you are on this socket",
                hint: "log in as a user of this machine; under systemd the unit needs PrivateUsers=no")
        }
        let name = peer.name
        let roles = settings.roles(uid: peer.uid, name: name)
        return Actor(uid: peer.uid, name: name, loginUID: peer.loginUID, roles: roles)
    }
}
