import CCurl
import Glibc
import Vocabulary

/// The address inside what libcurl is about to connect to.
enum SocketAddress {
    static func read(_ address: UnsafeMutablePointer<curl_sockaddr>) -> IPAddress? {
        guard let offset = MemoryLayout<curl_sockaddr>.offset(of: \.addr) else { return nil }
        let raw = UnsafeRawPointer(address).advanced(by: offset)
        switch address.pointee.family {
        case AF_INET where Int(address.pointee.addrlen) >= MemoryLayout<sockaddr_in>.size:
            let inner = raw.loadUnaligned(as: sockaddr_in.self)
            return IPAddress(v4: UInt32(bigEndian: inner.sin_addr.s_addr))
        case AF_INET6 where Int(address.pointee.addrlen) >= MemoryLayout<sockaddr_in6>.size:
            let inner = raw.loadUnaligned(as: sockaddr_in6.self)
            let bits = withUnsafeBytes(of: inner.sin6_addr) { $0.reduce(UInt128(0)) { $0 << 8 | UInt128($1) } }
            return IPAddress(v6: bits)
        default: return nil
        }
    }
}
