// Data table: every row of the published decision tables (CERT/CC SSVC 2025 and CISA), in the order of their CSV files.

/// Values of the decision points in the tree's order, and the decision at the end.
enum SSVCRows {
    static let points: [String: [String]] = [
        "cisa-coordinator": ["Exploitation", "Automatable", "Technical Impact", "Mission and Well-Being Impact"],
        "deployer": ["Exploitation", "System Exposure", "Automatable", "Human Impact"],
        "coordinator-triage": ["Report Public", "Supplier Contacted", "Report Credibility", "Supplier Cardinality", "Supplier Engagement", "Utility", "Public Safety Impact"],
        "coordinator-publish": ["Supplier Involvement", "Exploitation", "Public Value Added"],
        "bod-26-04": ["In KEV", "Publicly Exposed", "Automatable", "Technical Impact"],
    ]

    static let rows: [String: String] = [
        "cisa-coordinator": """
            none,no,partial,low,track
            none,no,partial,medium,track
            none,no,partial,high,track
            none,no,total,low,track
            none,no,total,medium,track
            none,no,total,high,track*
            none,yes,partial,low,track
            none,yes,partial,medium,track
            none,yes,partial,high,attend
            none,yes,total,low,track
            none,yes,total,medium,track
            none,yes,total,high,attend
            public poc,no,partial,low,track
            public poc,no,partial,medium,track
            public poc,no,partial,high,track*
            public poc,no,total,low,track
            public poc,no,total,medium,track*
            public poc,no,total,high,attend
            public poc,yes,partial,low,track
            public poc,yes,partial,medium,track
            public poc,yes,partial,high,attend
            public poc,yes,total,low,track
            public poc,yes,total,medium,track*
            public poc,yes,total,high,attend
            active,no,partial,low,track
            active,no,partial,medium,track
            active,no,partial,high,attend
            active,no,total,low,track
            active,no,total,medium,attend
            active,no,total,high,act
            active,yes,partial,low,attend
            active,yes,partial,medium,attend
            active,yes,partial,high,act
            active,yes,total,low,attend
            active,yes,total,medium,act
            active,yes,total,high,act
            """,
        "deployer": """
            none,small,no,low,defer
            none,small,no,medium,defer
            none,small,no,high,scheduled
            none,small,no,very high,scheduled
            none,small,yes,low,defer
            none,small,yes,medium,scheduled
            none,small,yes,high,scheduled
            none,small,yes,very high,scheduled
            none,controlled,no,low,defer
            none,controlled,no,medium,scheduled
            none,controlled,no,high,scheduled
            none,controlled,no,very high,scheduled
            none,controlled,yes,low,scheduled
            none,controlled,yes,medium,scheduled
            none,controlled,yes,high,scheduled
            none,controlled,yes,very high,scheduled
            none,open,no,low,defer
            none,open,no,medium,scheduled
            none,open,no,high,scheduled
            none,open,no,very high,scheduled
            none,open,yes,low,scheduled
            none,open,yes,medium,scheduled
            none,open,yes,high,scheduled
            none,open,yes,very high,out-of-cycle
            public poc,small,no,low,defer
            public poc,small,no,medium,scheduled
            public poc,small,no,high,scheduled
            public poc,small,no,very high,scheduled
            public poc,small,yes,low,scheduled
            public poc,small,yes,medium,scheduled
            public poc,small,yes,high,scheduled
            public poc,small,yes,very high,scheduled
            public poc,controlled,no,low,defer
            public poc,controlled,no,medium,scheduled
            public poc,controlled,no,high,scheduled
            public poc,controlled,no,very high,scheduled
            public poc,controlled,yes,low,scheduled
            public poc,controlled,yes,medium,scheduled
            public poc,controlled,yes,high,scheduled
            public poc,controlled,yes,very high,out-of-cycle
            public poc,open,no,low,scheduled
            public poc,open,no,medium,scheduled
            public poc,open,no,high,scheduled
            public poc,open,no,very high,out-of-cycle
            public poc,open,yes,low,scheduled
            public poc,open,yes,medium,scheduled
            public poc,open,yes,high,out-of-cycle
            public poc,open,yes,very high,out-of-cycle
            active,small,no,low,scheduled
            active,small,no,medium,scheduled
            active,small,no,high,out-of-cycle
            active,small,no,very high,out-of-cycle
            active,small,yes,low,scheduled
            active,small,yes,medium,out-of-cycle
            active,small,yes,high,out-of-cycle
            active,small,yes,very high,out-of-cycle
            active,controlled,no,low,scheduled
            active,controlled,no,medium,scheduled
            active,controlled,no,high,out-of-cycle
            active,controlled,no,very high,out-of-cycle
            active,controlled,yes,low,out-of-cycle
            active,controlled,yes,medium,out-of-cycle
            active,controlled,yes,high,out-of-cycle
            active,controlled,yes,very high,out-of-cycle
            active,open,no,low,scheduled
            active,open,no,medium,out-of-cycle
            active,open,no,high,out-of-cycle
            active,open,no,very high,immediate
            active,open,yes,low,out-of-cycle
            active,open,yes,medium,out-of-cycle
            active,open,yes,high,immediate
            active,open,yes,very high,immediate
            """,
        "coordinator-triage": """
            yes,no,not credible,one,active,laborious,minimal,decline
            no,no,not credible,one,active,laborious,minimal,decline
            yes,yes,not credible,one,active,laborious,minimal,decline
            yes,no,credible,one,active,laborious,minimal,decline
            yes,no,not credible,multiple,active,laborious,minimal,decline
            yes,no,not credible,one,unresponsive,laborious,minimal,decline
            yes,no,not credible,one,active,efficient,minimal,decline
            yes,no,not credible,one,active,laborious,significant,decline
            no,yes,not credible,one,active,laborious,minimal,decline
            no,no,credible,one,active,laborious,minimal,decline
            yes,yes,credible,one,active,laborious,minimal,decline
            no,no,not credible,multiple,active,laborious,minimal,decline
            yes,yes,not credible,multiple,active,laborious,minimal,decline
            yes,no,credible,multiple,active,laborious,minimal,decline
            no,no,not credible,one,unresponsive,laborious,minimal,decline
            yes,yes,not credible,one,unresponsive,laborious,minimal,decline
            yes,no,credible,one,unresponsive,laborious,minimal,decline
            yes,no,not credible,multiple,unresponsive,laborious,minimal,decline
            no,no,not credible,one,active,efficient,minimal,decline
            yes,yes,not credible,one,active,efficient,minimal,decline
            yes,no,credible,one,active,efficient,minimal,decline
            yes,no,not credible,multiple,active,efficient,minimal,decline
            yes,no,not credible,one,unresponsive,efficient,minimal,decline
            yes,no,not credible,one,active,super effective,minimal,decline
            no,no,not credible,one,active,laborious,significant,decline
            yes,yes,not credible,one,active,laborious,significant,decline
            yes,no,credible,one,active,laborious,significant,decline
            yes,no,not credible,multiple,active,laborious,significant,decline
            yes,no,not credible,one,unresponsive,laborious,significant,decline
            yes,no,not credible,one,active,efficient,significant,decline
            no,yes,credible,one,active,laborious,minimal,decline
            no,yes,not credible,multiple,active,laborious,minimal,decline
            no,no,credible,multiple,active,laborious,minimal,decline
            yes,yes,credible,multiple,active,laborious,minimal,decline
            no,yes,not credible,one,unresponsive,laborious,minimal,decline
            no,no,credible,one,unresponsive,laborious,minimal,decline
            yes,yes,credible,one,unresponsive,laborious,minimal,decline
            no,no,not credible,multiple,unresponsive,laborious,minimal,decline
            yes,yes,not credible,multiple,unresponsive,laborious,minimal,decline
            yes,no,credible,multiple,unresponsive,laborious,minimal,decline
            no,yes,not credible,one,active,efficient,minimal,decline
            no,no,credible,one,active,efficient,minimal,decline
            yes,yes,credible,one,active,efficient,minimal,decline
            no,no,not credible,multiple,active,efficient,minimal,decline
            yes,yes,not credible,multiple,active,efficient,minimal,decline
            yes,no,credible,multiple,active,efficient,minimal,decline
            no,no,not credible,one,unresponsive,efficient,minimal,decline
            yes,yes,not credible,one,unresponsive,efficient,minimal,decline
            yes,no,credible,one,unresponsive,efficient,minimal,decline
            yes,no,not credible,multiple,unresponsive,efficient,minimal,decline
            no,no,not credible,one,active,super effective,minimal,decline
            yes,yes,not credible,one,active,super effective,minimal,decline
            yes,no,credible,one,active,super effective,minimal,decline
            yes,no,not credible,multiple,active,super effective,minimal,decline
            yes,no,not credible,one,unresponsive,super effective,minimal,decline
            no,yes,not credible,one,active,laborious,significant,decline
            no,no,credible,one,active,laborious,significant,decline
            yes,yes,credible,one,active,laborious,significant,decline
            no,no,not credible,multiple,active,laborious,significant,decline
            yes,yes,not credible,multiple,active,laborious,significant,decline
            yes,no,credible,multiple,active,laborious,significant,decline
            no,no,not credible,one,unresponsive,laborious,significant,decline
            yes,yes,not credible,one,unresponsive,laborious,significant,decline
            yes,no,credible,one,unresponsive,laborious,significant,decline
            yes,no,not credible,multiple,unresponsive,laborious,significant,decline
            no,no,not credible,one,active,efficient,significant,decline
            yes,yes,not credible,one,active,efficient,significant,decline
            yes,no,credible,one,active,efficient,significant,decline
            yes,no,not credible,multiple,active,efficient,significant,decline
            yes,no,not credible,one,unresponsive,efficient,significant,decline
            yes,no,not credible,one,active,super effective,significant,decline
            no,yes,credible,multiple,active,laborious,minimal,decline
            no,yes,credible,one,unresponsive,laborious,minimal,track
            no,yes,not credible,multiple,unresponsive,laborious,minimal,decline
            no,no,credible,multiple,unresponsive,laborious,minimal,decline
            yes,yes,credible,multiple,unresponsive,laborious,minimal,decline
            no,yes,credible,one,active,efficient,minimal,decline
            no,yes,not credible,multiple,active,efficient,minimal,decline
            no,no,credible,multiple,active,efficient,minimal,decline
            yes,yes,credible,multiple,active,efficient,minimal,decline
            no,yes,not credible,one,unresponsive,efficient,minimal,decline
            no,no,credible,one,unresponsive,efficient,minimal,decline
            yes,yes,credible,one,unresponsive,efficient,minimal,decline
            no,no,not credible,multiple,unresponsive,efficient,minimal,decline
            yes,yes,not credible,multiple,unresponsive,efficient,minimal,decline
            yes,no,credible,multiple,unresponsive,efficient,minimal,decline
            no,yes,not credible,one,active,super effective,minimal,decline
            no,no,credible,one,active,super effective,minimal,decline
            yes,yes,credible,one,active,super effective,minimal,decline
            no,no,not credible,multiple,active,super effective,minimal,decline
            yes,yes,not credible,multiple,active,super effective,minimal,decline
            yes,no,credible,multiple,active,super effective,minimal,decline
            no,no,not credible,one,unresponsive,super effective,minimal,decline
            yes,yes,not credible,one,unresponsive,super effective,minimal,decline
            yes,no,credible,one,unresponsive,super effective,minimal,decline
            yes,no,not credible,multiple,unresponsive,super effective,minimal,decline
            no,yes,credible,one,active,laborious,significant,decline
            no,yes,not credible,multiple,active,laborious,significant,track
            no,no,credible,multiple,active,laborious,significant,decline
            yes,yes,credible,multiple,active,laborious,significant,decline
            no,yes,not credible,one,unresponsive,laborious,significant,decline
            no,no,credible,one,unresponsive,laborious,significant,decline
            yes,yes,credible,one,unresponsive,laborious,significant,decline
            no,no,not credible,multiple,unresponsive,laborious,significant,decline
            yes,yes,not credible,multiple,unresponsive,laborious,significant,decline
            yes,no,credible,multiple,unresponsive,laborious,significant,decline
            no,yes,not credible,one,active,efficient,significant,track
            no,no,credible,one,active,efficient,significant,decline
            yes,yes,credible,one,active,efficient,significant,decline
            no,no,not credible,multiple,active,efficient,significant,decline
            yes,yes,not credible,multiple,active,efficient,significant,decline
            yes,no,credible,multiple,active,efficient,significant,decline
            no,no,not credible,one,unresponsive,efficient,significant,decline
            yes,yes,not credible,one,unresponsive,efficient,significant,decline
            yes,no,credible,one,unresponsive,efficient,significant,decline
            yes,no,not credible,multiple,unresponsive,efficient,significant,decline
            no,no,not credible,one,active,super effective,significant,decline
            yes,yes,not credible,one,active,super effective,significant,decline
            yes,no,credible,one,active,super effective,significant,decline
            yes,no,not credible,multiple,active,super effective,significant,coordinate
            yes,no,not credible,one,unresponsive,super effective,significant,decline
            no,yes,credible,multiple,unresponsive,laborious,minimal,coordinate
            no,yes,credible,multiple,active,efficient,minimal,decline
            no,yes,credible,one,unresponsive,efficient,minimal,coordinate
            no,yes,not credible,multiple,unresponsive,efficient,minimal,decline
            no,no,credible,multiple,unresponsive,efficient,minimal,decline
            yes,yes,credible,multiple,unresponsive,efficient,minimal,decline
            no,yes,credible,one,active,super effective,minimal,decline
            no,yes,not credible,multiple,active,super effective,minimal,track
            no,no,credible,multiple,active,super effective,minimal,decline
            yes,yes,credible,multiple,active,super effective,minimal,decline
            no,yes,not credible,one,unresponsive,super effective,minimal,decline
            no,no,credible,one,unresponsive,super effective,minimal,decline
            yes,yes,credible,one,unresponsive,super effective,minimal,decline
            no,no,not credible,multiple,unresponsive,super effective,minimal,decline
            yes,yes,not credible,multiple,unresponsive,super effective,minimal,decline
            yes,no,credible,multiple,unresponsive,super effective,minimal,decline
            no,yes,credible,multiple,active,laborious,significant,track
            no,yes,credible,one,unresponsive,laborious,significant,coordinate
            no,yes,not credible,multiple,unresponsive,laborious,significant,track
            no,no,credible,multiple,unresponsive,laborious,significant,decline
            yes,yes,credible,multiple,unresponsive,laborious,significant,decline
            no,yes,credible,one,active,efficient,significant,track
            no,yes,not credible,multiple,active,efficient,significant,track
            no,no,credible,multiple,active,efficient,significant,decline
            yes,yes,credible,multiple,active,efficient,significant,decline
            no,yes,not credible,one,unresponsive,efficient,significant,track
            no,no,credible,one,unresponsive,efficient,significant,decline
            yes,yes,credible,one,unresponsive,efficient,significant,decline
            no,no,not credible,multiple,unresponsive,efficient,significant,decline
            yes,yes,not credible,multiple,unresponsive,efficient,significant,decline
            yes,no,credible,multiple,unresponsive,efficient,significant,decline
            no,yes,not credible,one,active,super effective,significant,track
            no,no,credible,one,active,super effective,significant,decline
            yes,yes,credible,one,active,super effective,significant,decline
            no,no,not credible,multiple,active,super effective,significant,coordinate
            yes,yes,not credible,multiple,active,super effective,significant,coordinate
            yes,no,credible,multiple,active,super effective,significant,coordinate
            no,no,not credible,one,unresponsive,super effective,significant,decline
            yes,yes,not credible,one,unresponsive,super effective,significant,decline
            yes,no,credible,one,unresponsive,super effective,significant,decline
            yes,no,not credible,multiple,unresponsive,super effective,significant,coordinate
            no,yes,credible,multiple,unresponsive,efficient,minimal,coordinate
            no,yes,credible,multiple,active,super effective,minimal,coordinate
            no,yes,credible,one,unresponsive,super effective,minimal,coordinate
            no,yes,not credible,multiple,unresponsive,super effective,minimal,track
            no,no,credible,multiple,unresponsive,super effective,minimal,decline
            yes,yes,credible,multiple,unresponsive,super effective,minimal,decline
            no,yes,credible,multiple,unresponsive,laborious,significant,coordinate
            no,yes,credible,multiple,active,efficient,significant,track
            no,yes,credible,one,unresponsive,efficient,significant,coordinate
            no,yes,not credible,multiple,unresponsive,efficient,significant,track
            no,no,credible,multiple,unresponsive,efficient,significant,decline
            yes,yes,credible,multiple,unresponsive,efficient,significant,decline
            no,yes,credible,one,active,super effective,significant,track
            no,yes,not credible,multiple,active,super effective,significant,coordinate
            no,no,credible,multiple,active,super effective,significant,coordinate
            yes,yes,credible,multiple,active,super effective,significant,coordinate
            no,yes,not credible,one,unresponsive,super effective,significant,track
            no,no,credible,one,unresponsive,super effective,significant,decline
            yes,yes,credible,one,unresponsive,super effective,significant,decline
            no,no,not credible,multiple,unresponsive,super effective,significant,coordinate
            yes,yes,not credible,multiple,unresponsive,super effective,significant,coordinate
            yes,no,credible,multiple,unresponsive,super effective,significant,coordinate
            no,yes,credible,multiple,unresponsive,super effective,minimal,coordinate
            no,yes,credible,multiple,unresponsive,efficient,significant,coordinate
            no,yes,credible,multiple,active,super effective,significant,coordinate
            no,yes,credible,one,unresponsive,super effective,significant,coordinate
            no,yes,not credible,multiple,unresponsive,super effective,significant,coordinate
            no,no,credible,multiple,unresponsive,super effective,significant,coordinate
            yes,yes,credible,multiple,unresponsive,super effective,significant,coordinate
            no,yes,credible,multiple,unresponsive,super effective,significant,coordinate
            """,
        "coordinator-publish": """
            fix ready,none,limited,do not publish
            cooperative,none,limited,do not publish
            fix ready,public poc,limited,do not publish
            fix ready,none,ampliative,do not publish
            uncooperative/unresponsive,none,limited,do not publish
            cooperative,public poc,limited,do not publish
            fix ready,active,limited,do not publish
            cooperative,none,ampliative,do not publish
            fix ready,public poc,ampliative,do not publish
            fix ready,none,precedence,publish
            uncooperative/unresponsive,public poc,limited,do not publish
            cooperative,active,limited,do not publish
            uncooperative/unresponsive,none,ampliative,do not publish
            cooperative,public poc,ampliative,do not publish
            fix ready,active,ampliative,publish
            cooperative,none,precedence,publish
            fix ready,public poc,precedence,publish
            uncooperative/unresponsive,active,limited,publish
            uncooperative/unresponsive,public poc,ampliative,publish
            cooperative,active,ampliative,publish
            uncooperative/unresponsive,none,precedence,publish
            cooperative,public poc,precedence,publish
            fix ready,active,precedence,publish
            uncooperative/unresponsive,active,ampliative,publish
            uncooperative/unresponsive,public poc,precedence,publish
            cooperative,active,precedence,publish
            uncooperative/unresponsive,active,precedence,publish
            """,
        "bod-26-04": """
            no,no,no,partial,fix on system upgrade
            yes,no,no,partial,14 days
            no,yes,no,partial,60 days
            no,no,yes,partial,60 days
            no,no,no,total,fix on system upgrade
            yes,yes,no,partial,14 days
            yes,no,yes,partial,14 days
            no,yes,yes,partial,14 days
            yes,no,no,total,14 days
            no,yes,no,total,14 days
            no,no,yes,total,60 days
            yes,yes,yes,partial,3 days
            yes,yes,no,total,3 days & forensic investigation
            yes,no,yes,total,3 days & forensic investigation
            no,yes,yes,total,3 days
            yes,yes,yes,total,3 days & forensic investigation
            """,
    ]
}
