"""Papers of an invoice in words: what each is, whether it counts and why, what two of them disagree on."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from data.formats import formats
from kpi.model import Text
from report import words
from report.tables import Column, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data.papers.paper import Credit, Difference, Double, Field, Paper, Resubmission, State
    from kpi.model import Lang
    from report.tables import Value

FIELDS: Final[Mapping[Field, Text]] = {
    "net": Text("HT", "Net"),
    "tax": Text("Taxe", "Tax"),
    "gross": Text("TTC", "Gross"),
    "invoice_date": Text("Date", "Date"),
    "currency": Text("Devise", "Currency"),
}
STATES: Final[Mapping[State, Text]] = {
    "larger": Text("Plus grand que sa facture", "Larger than its invoice"),
    "not_found": Text("Facture introuvable", "Invoice not found"),
    "unnamed": Text("Sans facture nommée", "Names no invoice"),
    "tied": Text("Rattaché", "Tied"),
}
BECAME: Final[Mapping[str, Text]] = {
    "counts": Text("Comptent", "Count"),
    "other_paper": Text("Autres pièces d'une facture comptée", "Other papers of an invoice that counts"),
    "superseded": Text("Remplacées", "Superseded"),
    "duplicate": Text("Doublons", "Duplicates"),
    "rejected": Text("Rejetées", "Rejected"),
    "withdrawn": Text("Retirées", "Withdrawn"),
}
DOUBLES: Final = {
    "content": Text("Même contenu, autre fichier", "Same content, another file"),
    "spelling": Text("Même date, même montant, n° écrit autrement", "Same date and amount, number spelled otherwise"),
    "look_alike": Text("Même date, même montant, mêmes dossiers", "Same date, amount and matters"),
}
_NOT_COUNTED: Final = {
    "other_paper": Text(
        "Même facture, autre format : ne compte pas une seconde fois",
        "Same invoice, another format: does not count a second time",
    ),
    "register": Text(
        "Registre : donne dates, statut et montant approuvé", "Register: gives dates, status and approved amount"
    ),
    "duplicate": Text("Doublon : ne compte pas", "Duplicate: does not count"),
    "superseded": Text("Remplacée : ne compte pas", "Superseded: does not count"),
}
_COUNTED: Final = {
    "chosen": Text("Compte : choisie", "Counts: chosen"),
    "alone": Text("Compte : seule pièce reçue", "Counts: the only paper received"),
    "total": Text("Compte par son total, faute de lignes", "Counts by its total, for want of lines"),
    "legal": Text("Compte : ses lignes, faute de fichier LEDES", "Counts: its lines, for want of a LEDES file"),
    "detail": Text("Compte : ses lignes sont le détail", "Counts: its lines are the detail"),
}
_DECIDED: Final = Text(" (choisi)", " (chosen)")
_REGISTER: Final = Text("Registre", "Register")
_LEGAL: Final = frozenset({"factur_x", "ubl", "cii"})


def kind(paper: Paper, lang: Lang) -> str:
    """Name what a paper is: « LEDES 1998B », « UBL », « Registre »."""
    if paper.sha256 is None:
        return _REGISTER(lang)
    return next((known.title(lang) for known in formats() if known.name == paper.format), paper.format)


def why(paper: Paper, lang: Lang) -> str:
    """Say whether a paper counts, and why."""
    if paper.role != "counts":
        return _NOT_COUNTED[paper.role](lang) + (_DECIDED(lang) if paper.verdict == "beaten" else "")
    if paper.excluded is not None:
        return Text("Ne compte pas : ", "Does not count: ")(lang) + words.code("status", paper.excluded, lang).lower()
    return _COUNTED[_ground(paper)](lang)


def _ground(paper: Paper) -> str:
    """Return why a paper counts."""
    if paper.verdict == "counts":
        return "chosen"
    if paper.sha256 is None:
        return "alone"
    if paper.lines == 0:
        return "total"
    return "legal" if paper.channel in _LEGAL else "detail"


def place(paper: Paper, lang: Lang) -> str:
    """Say where a paper stands: its file and line."""
    return f"{words.readable(paper.file)}, {Text('ligne', 'line')(lang)}\u00a0{paper.line}"


def said(value: Decimal | dt.date | str | None, lang: Lang) -> str:
    """Write an amount, a day or a currency."""
    if value is None:
        return "—"
    if isinstance(value, Decimal):
        return words.number(value, lang, 2)
    return words.day(value, lang) if isinstance(value, dt.date) else words.readable(value)


def firm(paper_firm: str | None, lang: Lang, names: Mapping[str, Mapping[str, str]]) -> str:
    """Name a firm."""
    return words.label("firm", paper_firm, lang, names)


_PAPERS = (
    Column("why", Text("Compte-t-elle ?", "Does it count?")),
    Column("kind", Text("Pièce", "Paper")),
    Column("net", Text("HT", "Net"), "number"),
    Column("tax", Text("Taxe", "Tax"), "number"),
    Column("gross", Text("TTC", "Gross"), "number"),
    Column("invoice_date", Text("Date", "Date"), "date"),
    Column("place", Text("Fichier et ligne", "File and line")),
    Column("number", Text("N° de facture", "Invoice no.")),
    Column("currency", Text("Devise", "Currency")),
    Column("lines", Text("Lignes", "Lines"), "number"),
)
_RESUBMISSIONS = (
    Column("firm", Text("Cabinet", "Firm")),
    Column("number", Text("N° de facture", "Invoice no.")),
    Column("versions", Text("Versions", "Versions"), "number"),
    Column("counted", Text("HT qui compte", "Net that counts"), "number"),
    Column("others", Text("HT des autres", "Net of the others")),
    Column("stake", Text("En jeu, en euros", "At stake, in euros"), "money"),
)
_DIFFERENCES = (
    Column("firm", Text("Cabinet", "Firm")),
    Column("number", Text("N° de facture", "Invoice no.")),
    Column("field", Text("Quoi", "What")),
    Column("first", Text("Pièce", "Paper")),
    Column("here", Text("Sa valeur", "Its value")),
    Column("other", Text("Autre pièce", "Other paper")),
    Column("there", Text("Valeur de l'autre", "Value of the other")),
    Column("amount", Text("Écart", "Difference"), "number"),
    Column("why", Text("Ce qui compte", "What counts")),
)
_DOUBLES = (
    Column("firm", Text("Cabinet", "Firm")),
    Column("kind", Text("Pourquoi", "Why")),
    Column("number", Text("N° de facture", "Invoice no.")),
    Column("file", Text("Fichier", "File")),
    Column("other_number", Text("Autre n°", "Other no.")),
    Column("other_file", Text("Autre fichier", "Other file")),
    Column("invoice_date", Text("Date", "Date"), "date"),
    Column("net", Text("HT", "Net"), "number"),
    Column("stake", Text("En jeu, en euros", "At stake, in euros"), "money"),
)
_CREDITS = (
    Column("state", Text("Situation", "State")),
    Column("firm", Text("Cabinet", "Firm")),
    Column("number", Text("N° de l'avoir", "Credit note no.")),
    Column("invoice_date", Text("Date", "Date"), "date"),
    Column("net", Text("HT de l'avoir", "Net of the credit"), "number"),
    Column("named", Text("Facture qu'il nomme", "Invoice it names")),
    Column("invoice_net", Text("HT de cette facture", "Net of that invoice"), "number"),
    Column("credited", Text("Avoirs sur elle, HT", "Credits on it, net"), "number"),
    Column("currency", Text("Devise", "Currency")),
)


def papers_table(found: Sequence[Paper], lang: Lang) -> Table:
    """Show the papers of an invoice, the one that counts first."""
    rows: list[dict[str, Value]] = [
        {
            "why": why(one, lang), "kind": kind(one, lang), "number": words.readable(one.number),
            "invoice_date": one.invoice_date, "net": one.net, "tax": one.tax, "gross": one.gross,
            "currency": one.currency, "lines": one.lines or None, "place": place(one, lang),
        }
        for one in found
    ]  # fmt: skip
    return Table(Text("Pièces", "Papers"), _PAPERS, rows)


def resubmissions_table(found: Sequence[Resubmission], lang: Lang, names: Any) -> Table:  # noqa: ANN401 — names by id
    """Show the invoices of which several versions came."""
    rows: list[dict[str, Value]] = [
        {
            "firm": firm(one.versions[0].firm_id, lang, names), "number": words.readable(one.versions[0].number),
            "versions": len(one.versions), "counted": one.versions[0].net,
            "others": " ; ".join(said(other.net, lang) for other in one.versions[1:]), "stake": one.stake,
        }
        for one in found
    ]  # fmt: skip
    return Table(Text("Versions à choisir", "Versions to choose"), _RESUBMISSIONS, rows)


def differences_table(found: Sequence[Difference], lang: Lang, names: Any) -> Table:  # noqa: ANN401 — names by id
    """Show what papers of one invoice disagree on, with both values."""
    rows: list[dict[str, Value]] = [
        {
            "firm": firm(one.first.firm_id, lang, names), "number": words.readable(one.first.number),
            "field": FIELDS[one.field](lang), "first": kind(one.first, lang), "here": said(one.here, lang),
            "other": kind(one.other, lang), "there": said(one.there, lang), "amount": one.amount,
            "why": settled(one, lang),
        }
        for one in found
    ]  # fmt: skip
    return Table(Text("Écarts entre pièces", "Differences between papers"), _DIFFERENCES, rows)


def settled(one: Difference, lang: Lang) -> str:
    """Say which of two values counts."""
    if one.field in {"tax", "gross"}:
        return Text("Aucun : les chiffres sont hors taxes", "Neither: figures are net of tax")(lang)
    if one.field == "invoice_date":
        return Text("Le registre, sinon la facture électronique", "The register, else the electronic invoice")(lang)
    if one.field == "net" and one.other.role == "register":
        return Text(
            "Le montant approuvé s'il est donné, sinon les lignes", "The approved amount if given, else the lines"
        )(lang)
    if one.first.role != "counts":  # the paper that counts does not say it
        return kind(one.other if one.other.role == "register" else one.first, lang)
    return f"{kind(one.first, lang)}{Text(' : ', ': ')(lang)}{said(one.here, lang)}"


def doubles_table(found: Sequence[Double], lang: Lang, names: Any) -> Table:  # noqa: ANN401 — names by id
    """Show papers that are, or may be, one invoice."""
    rows: list[dict[str, Value]] = [
        {
            "firm": firm(one.first.firm_id, lang, names), "kind": DOUBLES[one.kind](lang),
            "number": words.readable(one.first.number), "file": words.readable(one.first.file),
            "other_number": words.readable(one.second.number), "other_file": words.readable(one.second.file),
            "invoice_date": one.second.invoice_date, "net": one.second.net, "stake": one.stake,
        }
        for one in found
    ]  # fmt: skip
    return Table(Text("Doublons", "Duplicates"), _DOUBLES, rows)


def credits_table(found: Sequence[Credit], lang: Lang, names: Any) -> Table:  # noqa: ANN401 — names by id
    """Show credit notes with what they correct."""
    rows: list[dict[str, Value]] = [
        {
            "state": STATES[one.state](lang), "firm": firm(one.firm_id, lang, names),
            "number": words.readable(one.number), "invoice_date": one.invoice_date, "net": one.net,
            "named": words.readable(one.named) if one.named else None, "invoice_net": one.invoice_net,
            "credited": one.credited, "currency": one.currency,
        }
        for one in found
    ]  # fmt: skip
    return Table(Text("Avoirs", "Credit notes"), _CREDITS, rows)
