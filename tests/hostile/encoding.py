"""Bytes: encodings, marks, and characters that split or hide text."""

import codecs

from .builder import BASIC_ROWS, BI, changed, ledes, taxed
from .case import BASIC, BASIC_BI, Case, accepted, case, clean, rejected

ACCENTED = changed(BASIC_ROWS, matter="SIÈGE-ÎLE", text="Étude du dossier «\xa0Œuvre d’été\xa0» – 3\u202f000 €")
# Windows-1252 has no narrow no-break space.
WINDOWS = changed(BASIC_ROWS, matter="SIÈGE-ÎLE", text="Étude du dossier «\xa0Œuvre d’été\xa0» – 3 000 €")
LATIN = changed(BASIC_ROWS, matter="SIÈGE-ÎLE", text="Étude du dossier « été », n° 12")
SEEN = BASIC.but(matters=frozenset({"SIÈGE-ÎLE"}))
PLAIN = ledes(BASIC_ROWS)


def narrative(text: str) -> str:
    """Put one text in the narrative of the second line."""
    return ledes(changed(BASIC_ROWS, 1, text=text))


def raw_narrative(raw: bytes) -> bytes:
    """Put bytes that may be no text at all in the narrative of the second line."""
    return narrative("@@").encode().replace(b"@@", raw)


NAMED = taxed(changed(BASIC_ROWS, firm=""), firm_name="Cabinet Élise Œuvrard & Associés")

CASES: tuple[Case, ...] = (
    case("ascii", PLAIN, clean(BASIC.but(matters=frozenset({"M-7"}))), rows=BASIC_ROWS),
    case("utf8_accents", ledes(ACCENTED), clean(SEEN), rows=ACCENTED),
    case("utf8_bom", codecs.BOM_UTF8 + ledes(ACCENTED).encode(), clean(SEEN), rows=ACCENTED),
    case(
        "utf16_le_bom",
        codecs.BOM_UTF16_LE + ledes(ACCENTED).encode("utf-16-le"),
        accepted(SEEN),
        rows=ACCENTED,
    ),
    case(
        "utf16_be_bom",
        codecs.BOM_UTF16_BE + ledes(ACCENTED).encode("utf-16-be"),
        accepted(SEEN),
        rows=ACCENTED,
    ),
    case("utf16_without_bom", ledes(ACCENTED).encode("utf-16-le"), accepted(SEEN), rejected(), rows=ACCENTED),
    case("utf32_bom", ledes(ACCENTED).encode("utf-32"), accepted(SEEN), rejected(), rows=ACCENTED),
    case("cp1252", ledes(WINDOWS).encode("cp1252"), accepted(SEEN, told="ENC"), rows=WINDOWS),
    case("latin1", ledes(LATIN).encode("latin-1"), accepted(SEEN, told="ENC"), rows=LATIN),
    case(
        "mixed_utf8_and_cp1252",
        raw_narrative("réunion à Évry".encode() + " puis réunion".encode("cp1252")),
        accepted(BASIC, told="ENC"),
        rows=BASIC_ROWS,
    ),
    # 0x81 and 0x8D have no meaning in Windows-1252, and "Á" in UTF-8 holds 0x81: strict decoders stop.
    case(
        "bytes_without_meaning_in_cp1252",
        raw_narrative("Á ".encode() + b"\x81\x8d\x8f\x90\x9d \xe9"),
        accepted(BASIC, told="ENC"),
        rows=BASIC_ROWS,
    ),
    case("lone_surrogate_bytes", raw_narrative(b"\xed\xa0\x80"), accepted(BASIC, told="ENC"), rows=BASIC_ROWS),
    case(
        "half_a_character_at_the_end",
        PLAIN.encode() + b"\xc3",
        accepted(BASIC),
        accepted(BASIC, told="CELLS", aside=1, at=(6,)),
        rows=BASIC_ROWS,
    ),
    case("nul_bytes_in_narrative", raw_narrative(b"a\x00b\x00"), accepted(BASIC), rows=BASIC_ROWS),
    case("line_separator_u2028", narrative("avant\u2028apres\u2029fin"), accepted(BASIC), rows=BASIC_ROWS),
    case("next_line_u0085", narrative("avant\u0085apres"), accepted(BASIC), rows=BASIC_ROWS),
    case(
        "vertical_tab_form_feed_separators",
        narrative("a\x0bb\x0cc\x1cd\x1de\x1ef"),
        accepted(BASIC),
        rows=BASIC_ROWS,
    ),
    case(
        "ellipsis_0x85_in_cp1252",
        raw_narrative(b"suite\x85 \xe9"),
        accepted(BASIC, told="ENC"),
        rows=BASIC_ROWS,
    ),
    case(
        "right_to_left_override",
        narrative("note \u202egnp.exe \u200b\u2066x\u2069"),
        clean(BASIC),
        rows=BASIC_ROWS,
    ),
    case("emoji_and_arabic", narrative("👩🏽\u200d⚖️ مذكرة 契約"), clean(BASIC), rows=BASIC_ROWS),
    case(
        "private_use_and_noncharacters",
        narrative("\ue000\uffff\ufffd\U0010ffff"),
        accepted(BASIC),
        rows=BASIC_ROWS,
    ),
    # One invoice number typed on two machines: composed on one row, decomposed on the others.
    case(
        "number_composed_and_decomposed",
        ledes(changed(changed(BASIC_ROWS, number="E\u0301-7"), 1, number="\u00c9-7")),
        accepted(BASIC.but(number="É-7")),
        accepted(
            BASIC.but(number="É-7", net="884.60", lines=2),
            BASIC.but(number="É-7", net="240.00", lines=1),
            told="SUM|DUPI",
        ),
        rows=changed(BASIC_ROWS, number="É-7"),
    ),
    case(
        "matter_decomposed",
        ledes(changed(BASIC_ROWS, matter="SIE\u0300GE-I\u0302LE")),
        clean(SEEN),
        rows=BASIC_ROWS,
    ),
    case(
        "firm_known_by_accented_name_only",
        ledes(NAMED, BI),
        accepted(BASIC_BI.but(firm="Cabinet Élise Œuvrard & Associés")),
        rows=NAMED,
    ),
)
