import CCurl

/// What every transfer is told, and where its callbacks lead.
extension CurlTransfer {
    func setCommon() {
        _ = ess_curl_set_long(easy, CURLOPT_NOSIGNAL, 1)
        // Without it a cancelled transfer waits in this thread for a resolver that does not answer, and so would all.
        _ = ess_curl_set_long(easy, CURLOPT_QUICK_EXIT, 1)
        _ = ess_curl_set_long(easy, CURLOPT_TIMEOUT_MS, exchange.milliseconds)
        _ = ess_curl_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, min(exchange.milliseconds, 20_000))
        _ = ess_curl_set_long(easy, CURLOPT_FOLLOWLOCATION, 0)
        _ = ess_curl_set_long(easy, CURLOPT_NETRC, 0)
        // What a proxy says when it opens a tunnel is no head of the answer.
        _ = ess_curl_set_long(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        // Proxies from the environment are not ours; a set one comes with the exchange's own options.
        _ = ess_curl_set_text(easy, CURLOPT_PROXY, "")
    }

    func setCallbacks() {
        let me = Unmanaged.passUnretained(self).toOpaque()
        _ = ess_curl_set_pointer(easy, CURLOPT_WRITEDATA, me)
        _ = ess_curl_set_bytes(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, user in
            guard let bytes, let user else { return 0 }
            let transfer = Unmanaged<CurlTransfer>.fromOpaque(user).takeUnretainedValue()
            let buffer = UnsafeRawBufferPointer(start: bytes, count: size * count)
            // Any other number than the given one ends the transfer.
            return transfer.receive(buffer) ? buffer.count : (buffer.isEmpty ? 1 : 0)
        }
        _ = ess_curl_set_pointer(easy, CURLOPT_HEADERDATA, me)
        _ = ess_curl_set_bytes(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, user in
            guard let bytes, let user else { return 0 }
            let transfer = Unmanaged<CurlTransfer>.fromOpaque(user).takeUnretainedValue()
            let buffer = UnsafeRawBufferPointer(start: bytes, count: size * count)
            return transfer.receiveHeader(buffer) ? buffer.count : 0
        }
        _ = ess_curl_set_pointer(easy, CURLOPT_READDATA, me)
        _ = ess_curl_set_bytes(easy, CURLOPT_READFUNCTION) { bytes, size, count, user in
            guard let bytes, let user else { return ess_curl_abort_read() }
            let transfer = Unmanaged<CurlTransfer>.fromOpaque(user).takeUnretainedValue()
            return transfer.send(UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
        }
        _ = ess_curl_set_pointer(easy, CURLOPT_OPENSOCKETDATA, me)
        _ = ess_curl_set_open(easy) { user, _, address in
            guard let user, let address else { return -1 }
            return Unmanaged<CurlTransfer>.fromOpaque(user).takeUnretainedValue().open(address)
        }
    }
}
