// Data table
// What the header and the tag of each of the Shadowserver Foundation's report types say: the columns by which a header
// is known as the type's, and the words that its rows bear as `tag`.
// Source: Shadowserver Foundation, the fields listed per report type ("Network Reporting",
// https://www.shadowserver.org/what-we-do/network-reporting/); every type has `timestamp` beside them.

/// How a report of a type is told from the others.
struct ScanSignature: Sendable, Hashable {
    /// Columns that a header of the type has, of those that few other types have; beside `timestamp` and `ip`. Empty
    /// where the type has no column of its own: its rows' tags alone tell it.
    let columns: [String]
    /// Words of which a row's `tag` has one; empty where tags name what was found and not the type.
    let tags: [String]

    private init(_ columns: String, tag: String = "") {
        self.columns = columns.split(separator: " ").map(String.init)
        tags = tag.split(separator: " ").map(String.init)
    }

    /// Nil for a type that is not in the table.
    static func of(_ name: String) -> ScanSignature? { rows[name] }

    /// Types whose columns all stand in a header, those with the most columns of their own alone; sorted.
    ///
    /// - Parameter header: names in lower case.
    static func fitting(_ header: Set<String>) -> [String] {
        let fitting = rows.filter { !$0.value.columns.isEmpty && header.isSuperset(of: $0.value.columns) }
        let most = fitting.map(\.value.columns.count).max()
        return fitting.filter { $0.value.columns.count == most }.keys.sorted()
    }

    /// Types of whose tags one is this word, or begins it before a hyphen (`telnet-alt`); sorted.
    static func tagged(_ word: String) -> [String] {
        rows.filter { $0.value.bears(word) }.keys.sorted()
    }

    func bears(_ word: String) -> Bool { tags.contains { word == $0 || word.hasPrefix($0 + "-") } }

    private static let rows: [String: ScanSignature] = [
        "scan_adb": ScanSignature("device model", tag: "adb"),
        "scan_afp": ScanSignature("afp_versions machine_type", tag: "afp"),
        "scan_amqp": ScanSignature("channel mechanisms", tag: "amqp"),
        "scan_ard": ScanSignature("machine_name response_size", tag: "ard"),
        "scan_bgp": ScanSignature("", tag: "bgp"),
        "scan_chargen": ScanSignature("response_size", tag: "chargen"),
        "scan_cisco_smart_install": ScanSignature("", tag: "cisco-smart-install"),
        "scan_coap": ScanSignature("response version", tag: "coap"),
        "scan_couchdb": ScanSignature("couchdb_version", tag: "couchdb"),
        "scan_cwmp": ScanSignature("http http_code www_authenticate", tag: "cwmp"),
        "scan_db2": ScanSignature("db2_hostname servername", tag: "db2"),
        "scan_ddos_middlebox": ScanSignature("bytes source_port", tag: "ddos-middlebox"),
        "scan_dns": ScanSignature("dns_version min_amplification", tag: "openresolver"),
        "scan_docker": ScanSignature("api_version min_api_version", tag: "docker"),
        "scan_dvr_dhcpdiscover": ScanSignature("device_serial internal_port manufacturer video_input_channels", tag: "dvrdhcpdiscover"),
        "scan_elasticsearch": ScanSignature("build_hash lucene_version", tag: "elasticsearch"),
        "scan_epmd": ScanSignature("nodes", tag: "epmd"),
        "scan_exchange": ScanSignature("servername url version", tag: "exchange"),
        "scan_ftp": ScanSignature("auth_ssl_response auth_tls_response banner", tag: "ftp"),
        "scan_hadoop": ScanSignature("clusterid total_disk"),
        "scan_http_proxy": ScanSignature("proxy_authenticate via", tag: "http-connect-proxy"),
        "scan_http_vulnerable": ScanSignature("detail http http_code www_authenticate"),
        "scan_ics": ScanSignature("device_id device_type device_vendor"),
        "scan_ike_vulnerable": ScanSignature("", tag: "ike-vulnerable"),
        "scan_ipmi": ScanSignature("ipmi_version none_auth", tag: "ipmi"),
        "scan_ipp": ScanSignature("ipp_version printer_uris", tag: "ipp"),
        "scan_isakmp": ScanSignature("initiator_spi responder_spi", tag: "isakmp-vulnerable"),
        "scan_kubernetes": ScanSignature("git_tree_state git_version", tag: "kubernetes"),
        "scan_ldap_tcp": ScanSignature("default_naming_context dns_host_name", tag: "ldap-tcp"),
        "scan_ldap_udp": ScanSignature("default_naming_context dns_host_name", tag: "ldap-udp"),
        "scan_mdns": ScanSignature("mdns_name services", tag: "mdns"),
        "scan_memcached": ScanSignature("curr_connections pointer_size", tag: "memcached"),
        "scan_mongodb": ScanSignature("allocator gitversion", tag: "mongodb"),
        "scan_mqtt": ScanSignature("anonymous_access hex_code", tag: "mqtt"),
        "scan_mssql": ScanSignature("instance_name tcp_port", tag: "mssql"),
        "scan_mysql": ScanSignature("error_message mysql_protocol_version", tag: "mysql"),
        "scan_nat_pmp": ScanSignature("external_ip opcode", tag: "nat-pmp"),
        "scan_netbios": ScanSignature("mac_address workgroup", tag: "netbios"),
        "scan_netis_router": ScanSignature("response", tag: "netis_vulnerability"),
        "scan_ntp": ScanSignature("clk_wander jitter", tag: "ntpversion"),
        "scan_ntpmonitor": ScanSignature("packets"),
        "scan_portmapper": ScanSignature("mountd_port programs", tag: "portmapper"),
        "scan_postgres": ScanSignature("protocol_error_code supported_protocols", tag: "postgres"),
        "scan_qotd": ScanSignature("quote", tag: "qotd"),
        "scan_quic": ScanSignature("version_field_1", tag: "quic"),
        "scan_radmin": ScanSignature("version", tag: "radmin"),
        "scan_rdp": ScanSignature("bluekeep_vulnerable rdp_protocol", tag: "rdp"),
        "scan_rdpeudp": ScanSignature("sessionid", tag: "rdpeudp"),
        "scan_redis": ScanSignature("connected_clients git_sha1", tag: "redis"),
        "scan_rsync": ScanSignature("module motd", tag: "rsync"),
        "scan_sip": ScanSignature("sip_code user_agent", tag: "sip"),
        "scan_slp": ScanSignature("function_text next_extension_offset", tag: "slp"),
        "scan_smb": ScanSignature("smb_major_number smbv1_support", tag: "smb"),
        "scan_smtp_vulnerable": ScanSignature("banner", tag: "smtp"),
        "scan_snmp": ScanSignature("sysdesc sysname", tag: "snmp"),
        "scan_socks": ScanSignature("", tag: "socks4 socks5"),
        "scan_ssdp": ScanSignature("cache_control search_target", tag: "ssdp"),
        "scan_ssh": ScanSignature("serverid_raw serverid_software", tag: "ssh"),
        "scan_ssl_freak": ScanSignature("freak_cipher_suite freak_vulnerable", tag: "ssl-freak"),
        "scan_ssl_poodle": ScanSignature("ssl_poodle", tag: "ssl-poodle"),
        "scan_stun": ScanSignature("magic_cookie transaction_id", tag: "stun"),
        "scan_telnet": ScanSignature("banner", tag: "telnet"),
        "scan_tftp": ScanSignature("errorcode errormessage", tag: "tftp"),
        "scan_ubiquiti": ScanSignature("essid radioname", tag: "ubiquiti"),
        "scan_vnc": ScanSignature("banner product"),
        "scan_ws_discovery": ScanSignature("raw_response response_size", tag: "ws-discovery"),
        "scan_xdmcp": ScanSignature("reported_hostname status", tag: "xdmcp"),
        "compromised_website": ScanSignature("category detected_since"),
        "event4_ddos_participant": ScanSignature("attack domain_source infection src_ip"),
        "event4_honeypot_brute_force": ScanSignature("infection service src_ip start_time"),
        "event4_honeypot_darknet": ScanSignature("count infection src_ip"),
        "event4_honeypot_http_scan": ScanSignature("http_request_method infection pattern src_ip"),
        "event4_honeypot_ics_scan": ScanSignature("infection src_ip"),
        "event4_honeypot_rdp_scan": ScanSignature("infection src_ip"),
        "event4_honeypot_smb_scan": ScanSignature("infection src_ip"),
        "event4_ip_spoofer": ScanSignature("infection routedspoof src_ip"),
        "event4_microsoft_sinkhole": ScanSignature("infection src_ip"),
        "event4_microsoft_sinkhole_http": ScanSignature("http_url infection src_ip"),
        "event4_sinkhole": ScanSignature("infection src_ip"),
        "event4_sinkhole_dns": ScanSignature("infection query_type src_ip"),
        "event4_sinkhole_http": ScanSignature("http_url infection src_ip"),
        "event6_sinkhole": ScanSignature("infection src_ip"),
        "event6_sinkhole_http": ScanSignature("http_url infection src_ip"),
    ]
}
