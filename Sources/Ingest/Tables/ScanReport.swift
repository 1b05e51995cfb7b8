// Data table
// The report types of the Shadowserver Foundation whose rows name one host: what a row means, and whether a report is
// the full list of its day or the day's events.
// Source: Shadowserver Foundation, "Reports" (https://www.shadowserver.org/what-we-do/network-reporting/).
package import Vocabulary

/// A type of scan report by its publisher's name.
package struct ScanReport: Sendable, Hashable {
    /// As in file names: `scan_telnet`.
    package let name: String
    package let condition: Condition
    /// Scans of the whole Internet name each day everything they find; sinkholes and honeypots tell what happened.
    package let isFullList: Bool

    /// Nil for a type that is not in the table.
    package init?(_ name: String) {
        guard let row = ScanReport.rows[name], let type = RSIT(row.type) else { return nil }
        self.name = name
        condition = Condition(type: type, name: row.name)
        isFullList = !row.isEvent
    }

    /// Every type, sorted.
    package static var names: [String] { rows.keys.sorted() }

    /// The type that a document's name bears, as `2026-11-20-scan_telnet-example_net-asn.csv`; nil when it bears none.
    static func named(in document: String) -> String? {
        let base = document.split(separator: "/").last ?? ""
        let parts = base.split { $0 == "-" || $0 == "." }
        return parts.lazy.map(String.init).first { rows[$0] != nil }
    }

    private static let open = "vulnerable/potentially-unwanted-accessible"
    private static let amplifier = "vulnerable/ddos-amplifier"
    private static let infected = "malicious-code/infected-system"

    private struct Row {
        let type: String
        let name: String
        var isEvent = false
    }

    private static let rows: [String: Row] = [
        "scan_adb": Row(type: open, name: "open-adb"),
        "scan_afp": Row(type: open, name: "open-afp"),
        "scan_amqp": Row(type: open, name: "open-amqp"),
        "scan_ard": Row(type: amplifier, name: "open-ard"),
        "scan_bgp": Row(type: open, name: "open-bgp"),
        "scan_chargen": Row(type: amplifier, name: "open-chargen"),
        "scan_cisco_smart_install": Row(type: open, name: "open-cisco-smart-install"),
        "scan_coap": Row(type: amplifier, name: "open-coap"),
        "scan_couchdb": Row(type: open, name: "open-couchdb"),
        "scan_cwmp": Row(type: open, name: "open-cwmp"),
        "scan_db2": Row(type: amplifier, name: "open-db2"),
        "scan_ddos_middlebox": Row(type: amplifier, name: "ddos-middlebox"),
        "scan_dns": Row(type: amplifier, name: "open-resolver"),
        "scan_docker": Row(type: open, name: "open-docker"),
        "scan_dvr_dhcpdiscover": Row(type: amplifier, name: "open-dvr-dhcpdiscover"),
        "scan_elasticsearch": Row(type: open, name: "open-elasticsearch"),
        "scan_epmd": Row(type: open, name: "open-epmd"),
        "scan_exchange": Row(type: "vulnerable/vulnerable-system", name: "vulnerable-exchange"),
        "scan_ftp": Row(type: open, name: "open-ftp"),
        "scan_hadoop": Row(type: open, name: "open-hadoop"),
        "scan_http_proxy": Row(type: open, name: "open-http-proxy"),
        "scan_http_vulnerable": Row(type: "vulnerable/vulnerable-system", name: "vulnerable-http"),
        "scan_ics": Row(type: open, name: "open-ics"),
        "scan_ike_vulnerable": Row(type: "vulnerable/vulnerable-system", name: "vulnerable-ike"),
        "scan_ipmi": Row(type: open, name: "open-ipmi"),
        "scan_ipp": Row(type: open, name: "open-ipp"),
        "scan_isakmp": Row(type: "vulnerable/vulnerable-system", name: "vulnerable-isakmp"),
        "scan_kubernetes": Row(type: open, name: "open-kubernetes"),
        "scan_ldap_tcp": Row(type: open, name: "open-ldap"),
        "scan_ldap_udp": Row(type: amplifier, name: "open-cldap"),
        "scan_mdns": Row(type: amplifier, name: "open-mdns"),
        "scan_memcached": Row(type: amplifier, name: "open-memcached"),
        "scan_mongodb": Row(type: open, name: "open-mongodb"),
        "scan_mqtt": Row(type: open, name: "open-mqtt"),
        "scan_mssql": Row(type: amplifier, name: "open-mssql"),
        "scan_mysql": Row(type: open, name: "open-mysql"),
        "scan_nat_pmp": Row(type: open, name: "open-nat-pmp"),
        "scan_netbios": Row(type: amplifier, name: "open-netbios"),
        "scan_netis_router": Row(type: "vulnerable/vulnerable-system", name: "vulnerable-netis-router"),
        "scan_ntp": Row(type: amplifier, name: "open-ntp"),
        "scan_ntpmonitor": Row(type: amplifier, name: "open-ntp-monitor"),
        "scan_portmapper": Row(type: amplifier, name: "open-portmapper"),
        "scan_postgres": Row(type: open, name: "open-postgres"),
        "scan_qotd": Row(type: amplifier, name: "open-qotd"),
        "scan_quic": Row(type: open, name: "open-quic"),
        "scan_radmin": Row(type: open, name: "open-radmin"),
        "scan_rdp": Row(type: open, name: "open-rdp"),
        "scan_rdpeudp": Row(type: amplifier, name: "open-rdp-udp"),
        "scan_redis": Row(type: open, name: "open-redis"),
        "scan_rsync": Row(type: open, name: "open-rsync"),
        "scan_sip": Row(type: open, name: "open-sip"),
        "scan_slp": Row(type: amplifier, name: "open-slp"),
        "scan_smb": Row(type: open, name: "open-smb"),
        "scan_smtp_vulnerable": Row(type: "vulnerable/vulnerable-system", name: "vulnerable-smtp"),
        "scan_snmp": Row(type: amplifier, name: "open-snmp"),
        "scan_socks": Row(type: open, name: "open-socks"),
        "scan_ssdp": Row(type: amplifier, name: "open-ssdp"),
        "scan_ssh": Row(type: open, name: "open-ssh"),
        "scan_ssl_freak": Row(type: "vulnerable/weak-crypto", name: "ssl-freak"),
        "scan_ssl_poodle": Row(type: "vulnerable/weak-crypto", name: "ssl-poodle"),
        "scan_stun": Row(type: amplifier, name: "open-stun"),
        "scan_telnet": Row(type: open, name: "open-telnet"),
        "scan_tftp": Row(type: amplifier, name: "open-tftp"),
        "scan_ubiquiti": Row(type: amplifier, name: "open-ubiquiti"),
        "scan_vnc": Row(type: open, name: "open-vnc"),
        "scan_ws_discovery": Row(type: amplifier, name: "open-ws-discovery"),
        "scan_xdmcp": Row(type: amplifier, name: "open-xdmcp"),
        "compromised_website": Row(type: "intrusions/system-compromise", name: "compromised-website"),
        "event4_ddos_participant": Row(type: infected, name: "ddos-participant", isEvent: true),
        "event4_honeypot_brute_force": Row(
            type: "intrusion-attempts/brute-force", name: "brute-force-source", isEvent: true),
        "event4_honeypot_darknet": Row(type: "information-gathering/scanner", name: "scanner", isEvent: true),
        "event4_honeypot_http_scan": Row(type: "information-gathering/scanner", name: "scanner", isEvent: true),
        "event4_honeypot_ics_scan": Row(type: "information-gathering/scanner", name: "scanner", isEvent: true),
        "event4_honeypot_rdp_scan": Row(type: "information-gathering/scanner", name: "scanner", isEvent: true),
        "event4_honeypot_smb_scan": Row(type: "information-gathering/scanner", name: "scanner", isEvent: true),
        "event4_ip_spoofer": Row(type: "availability/misconfiguration", name: "ip-spoofing-possible", isEvent: true),
        "event4_microsoft_sinkhole": Row(type: infected, name: "infected-system", isEvent: true),
        "event4_microsoft_sinkhole_http": Row(type: infected, name: "infected-system", isEvent: true),
        "event4_sinkhole": Row(type: infected, name: "infected-system", isEvent: true),
        "event4_sinkhole_dns": Row(type: infected, name: "infected-system", isEvent: true),
        "event4_sinkhole_http": Row(type: infected, name: "infected-system", isEvent: true),
        "event6_sinkhole": Row(type: infected, name: "infected-system", isEvent: true),
        "event6_sinkhole_http": Row(type: infected, name: "infected-system", isEvent: true),
    ]
}
