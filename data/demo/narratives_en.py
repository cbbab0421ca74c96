"""Work narratives in English, as foreign firms write them: « task activity sentence », by family."""

from __future__ import annotations

PROCEDURE = """
L110 A104 Review client documents relating to {subject}
L110 A106 Telephone conference with {contact} regarding chronology of events
L110 A103 Prepare factual summary and timeline of {subject}
L120 A104 Analyze causes of action and available defenses
L120 A102 Research case law on {point}
L120 A106 Email exchange with {contact} regarding litigation strategy
L120 A103 Draft memorandum assessing exposure arising from {subject}
L130 A108 Confer with testifying expert regarding {point}
L160 A107 Settlement discussions with opposing counsel
L160 A103 Draft and revise settlement agreement and mutual release
L210 A103 Draft answer and affirmative defenses
L210 A104 Review amended complaint and prepare comments for client
L230 A109 Attend case management conference
L240 A103 Prepare motion for summary judgment on {point}
L250 A103 Revise reply brief in support of motion to dismiss
L310 A103 Prepare responses and objections to interrogatories, set no. {n}
L320 A104 Review documents for responsiveness and privilege, batch {n}
L320 A110 Prepare production volume {n} and related index
L330 A101 Prepare outline for deposition of former logistics manager
L330 A109 Attend deposition of corporate representative
L350 A103 Draft letter regarding deficiencies in document production
L390 A110 Update privilege log, entries {n} to {m}
L410 A101 Prepare witness statement and exhibits bundle
L440 A110 Assemble hearing bundle, tabs {n} to {m}
L450 A109 Attend hearing before {court}
L510 A102 Research standard of review for appeal on {point}
"""

DEAL = """
P100 A101 Update closing checklist and responsibilities list
P200 A104 Review data room documents, section {n}, commercial agreements
P200 A103 Draft due diligence report, section on {point}
P300 A104 Analyze structure alternatives for {subject}
P300 A106 Call with {contact} regarding deal structure and timetable
P400 A103 Draft share purchase agreement, articles {n} to {m}
P400 A103 Prepare disclosure letter and schedules
P500 A107 Negotiate warranties and indemnities with opposing counsel
P500 A103 Revise transitional services agreement following comments
P600 A109 Attend closing meeting and release of signature pages
P700 A103 Prepare post-completion filings
"""

ADVICE = """
C100 A106 Call with {contact} to gather facts on {subject}
C200 A102 Research statutory requirements on {point}
C200 A104 Review recent regulatory guidance on {point}
C300 A103 Draft advice on {subject}
C300 A104 Review and comment on draft policy, version {n}
C300 A106 Email advice to {contact} regarding {point}
C400 A108 Correspond with regulator regarding {subject}
C400 A107 Conference call with local counsel on {point}
"""

WEAK = """
L120 A106 Emails
L190 A111 Attention to file
L190 A105 Internal team meeting
L140 A110 Organize electronic files
L190 A112 Travel to hearing
C300 A104 Review documents
"""

SUBJECTS = {
    "Contentieux commercial": ("the terminated supply agreement", "the disputed freight invoices",
                               "the distribution agreement", "the defective batch claim"),
    "Droit social": ("the dismissal claim", "the redundancy consultation", "the overtime claim"),
    "Fusions-acquisitions": ("the target's subsidiaries", "the proposed acquisition", "the carve-out"),
    "Propriété intellectuelle": ("the trade mark opposition", "the licence renewal",
                                 "the alleged design infringement"),
}  # fmt: skip
POINTS = ("limitation of liability", "the notice period", "jurisdiction clause", "burden of proof",
          "measure of damages", "change of control", "assignment of contracts", "costs recovery")  # fmt: skip
CONTACTS = ("in-house counsel", "client's finance director", "client's supply chain team", "client's HR lead")
COURTS = ("the High Court", "the Commercial Court", "the District Court", "the Employment Tribunal")
