"""The words `erase`, `retention` and `export`: personal data taken out for good, kept no longer than said, or coded."""

from __future__ import annotations

import datetime as dt
import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from data.store import Store, StoreError
from kpi.model import Text
from ui.asking import NOTHING_DONE, Said, lang, say
from ui.terminal import echo, echo_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.erasure import Erased
    from kpi.model import Lang

    Word = tuple[str, Callable[..., Any]]

_DAY = click.DateTime(formats=["%Y-%m-%d", "%d/%m/%Y"])
COUNTED: Final = {
    "people": (
        Text("personne remplacée par un pseudonyme", "person replaced by a pseudonym"),
        Text("personnes remplacées par un pseudonyme", "people replaced by a pseudonym"),
    ),
    "names": (
        Text("ligne dont le nom ou le code change", "line whose name or id changes"),
        Text("lignes dont le nom ou le code change", "lines whose name or id changes"),
    ),
    "tables": (
        Text("ligne d'une table de référence", "row of a reference table"),
        Text("lignes de tables de référence", "rows of reference tables"),
    ),
    "narratives": (Text("libellé", "narrative"), Text("libellés", "narratives")),
    "comments": (
        Text("commentaire ou fonction de répondant", "comment or respondent's role"),
        Text("commentaires ou fonctions de répondants", "comments or respondents' roles"),
    ),
    "texts": (
        Text("autre texte (anomalie, note, nom de fichier)", "other text (problem, note, file name)"),
        Text("autres textes (anomalies, notes, noms de fichiers)", "other texts (problems, notes, file names)"),
    ),
    "set_aside": (Text("ligne mise de côté", "line set aside"), Text("lignes mises de côté", "lines set aside")),
    "books": (
        Text("revue gelée récrite", "frozen review rewritten"),
        Text("revues gelées récrites", "frozen reviews rewritten"),
    ),
    "originals": (
        Text("fichier d'origine ôté de la base (son empreinte reste)", "original file dropped (its fingerprint stays)"),
        Text(
            "fichiers d'origine ôtés de la base (leur empreinte reste)",
            "original files dropped (their fingerprint stays)",
        ),
    ),
}  # fmt: skip
"""What erasing counts, by kind."""


def words(store: Callable[[], Store]) -> list[Word]:
    """Return the words and what they do; they find the store by `store`."""
    return [("erase", _erase(store)), ("retention", _retention(store))]


def _erase(store: Callable[[], Store]) -> Callable[..., Any]:
    @click.option("--timekeeper", metavar="FIRM:ID", help="A person: name and id become a pseudonym everywhere.")
    @click.option("--narratives", is_flag=True, help="Narratives of invoices dated before --before.")
    @click.option("--comments", is_flag=True, help="Survey comments and roles given before --before.")
    @click.option("--names", is_flag=True, help="Timekeepers' names on invoices dated before --before.")
    @click.option("--before", type=_DAY, help="2024-01-01 or 01/01/2024.")
    @click.option("--kept-too", is_flag=True, help="In the stores kept beside this one, too.")
    @click.option("--yes", is_flag=True, help="Do it; without it, only what would go is said.")
    @click.option("--json", "as_json", is_flag=True)
    def erase(timekeeper: str | None, before: dt.datetime | None, *, yes: bool, as_json: bool, **asked: bool) -> None:
        """Erase a person, or what is dated before a day, off the disk; every figure stays."""
        from data import erasure  # noqa: PLC0415 — figures start without it

        order = erasure.Order(person=_person(timekeeper), **_days(before, asked))
        if order == erasure.Order():
            raise Said(
                "Dire quoi effacer : --timekeeper CABINET:CODE, ou --narratives, --comments, --names avec --before.",
                "Say what to erase: --timekeeper FIRM:ID, or --narratives, --comments, --names with --before.",
            )
        work = partial(erasure.erase, order=order, rehearse=not yes)
        told = _kept(work, store().path)
        if isinstance(told, StoreError):
            if not asked["kept_too"]:
                raise Said(told.text.fr, told.text.en)
            echo(told.text(lang()), err=True)  # erased here before, perhaps, and not in the stores kept
            told = erasure.Erased({}, (), erasure.kept_beside(store()))
        beside = told.beside if asked["kept_too"] else ()
        also = {one: _kept(work, one) if yes else None for one in beside}  # a rehearsal opens none: it may be older
        if as_json:
            shown = [str(one) for one in told.beside]
            echo_json(json.dumps({"done": yes, "counts": told.counts, "files": told.files, "beside": shown}))
        else:
            _tell(told, also, yes=yes)
        if not yes:
            raise click.exceptions.Exit(NOTHING_DONE)

    return erase


def _person(written: str | None) -> tuple[str, str] | None:
    if written is None:
        return None
    firm, _, who = written.partition(":")
    if not firm or not who:
        raise Said(
            f"« {written} » ne désigne personne : écrire le code du cabinet, deux-points, le code de l'intervenant.",
            f"“{written}” is nobody: write the firm's id, a colon, the timekeeper's id.",
        )
    return firm, who


def _days(before: dt.datetime | None, asked: dict[str, bool]) -> dict[str, dt.date]:
    kinds = [kind for kind in ("names", "narratives", "comments") if asked[kind]]
    if bool(kinds) != (before is not None):
        raise Said(
            "--before, et une date, vont avec --narratives, --comments ou --names.",
            "--before, and a day, go with --narratives, --comments or --names.",
        )
    return {kind: before.date() for kind in kinds} if before else {}


def _unless_refused(work: Callable[[Store], Any], store: Store) -> Any:  # noqa: ANN401 — what the work gives
    try:
        return work(store)
    except StoreError as error:
        raise Said(error.text.fr, error.text.en) from error


def _kept(work: Callable[[Store], Erased], path: Path) -> Erased | StoreError:
    """Do the same in a store; one that cannot be read, or does not hold the person, is told."""
    try:
        return work(Store(path))
    except StoreError as error:
        return error


def _tell(told: Erased, also: dict[Path, Erased | StoreError | None], *, yes: bool) -> None:
    from report.words import number, plural, readable  # noqa: PLC0415 — figures start without it

    if told.nothing:
        say("Il n'y a rien à effacer : rien de tel dans la base.", "There is nothing to erase: no such thing here.")
    else:
        say("Effacé :" if yes else "Sera effacé :", "Erased:" if yes else "Will be erased:")
        for kind, n in told.counts.items():
            if n:
                echo(f"  {number(n, lang())} {plural(n, lang(), COUNTED[kind])}")
        for name in told.files[:20]:
            echo(f"    {readable(name)}")
        say(
            "  Montants, heures, taux, niveaux et dates restent : aucun chiffre ne change.",
            "  Amounts, hours, rates, levels and days stay: no figure changes.",
        )
    for path in told.beside:
        _beside(path, also.get(path), asked=path in also)
    if yes:
        say(
            "Ce qui est ailleurs ne l'est pas : sauvegardes copiées, exports, fichiers reçus. Un disque SSD peut "
            "garder un temps des blocs libérés : seul son chiffrement les protège.",
            "What is elsewhere is not: backups copied away, exports, files received. An SSD may keep freed blocks for "
            "a while: only its encryption protects them.",
        )
    else:
        say("Rien n'est encore fait : ajouter --yes pour effacer.", "Nothing is done yet: add --yes to erase.")


def _beside(path: Path, done: Erased | StoreError | None, *, asked: bool) -> None:
    match done:
        case None if asked:
            say(f"À côté : {path.name}, sera effacé de même.", f"Beside: {path.name}, will be erased likewise.")
        case None:
            say(
                f"À côté : {path.name} peut encore contenir tout cela. Ajouter --kept-too, ou le supprimer.",
                f"Beside: {path.name} may still hold all of it. Add --kept-too, or delete it.",
            )
        case StoreError():
            say(f"À côté : {path.name} : {done.text.fr}", f"Beside: {path.name}: {done.text.en}")
        case _:
            say(f"À côté : {path.name}, effacé de même.", f"Beside: {path.name}, erased likewise.")


def _retention(store: Callable[[], Store]) -> Callable[..., Any]:
    @click.option("--names", metavar="MONTHS", help="Timekeepers' names, in months; off: without limit.")
    @click.option("--narratives", metavar="MONTHS", help="Narratives and original files.")
    @click.option("--comments", metavar="MONTHS", help="Survey comments and respondents' roles.")
    @click.option("--run", is_flag=True, help="Apply the periods now.")
    @click.option("--when-due", is_flag=True, hidden=True, help="Not more than once a day.")
    @click.option("--json", "as_json", is_flag=True)
    def retention(*, run: bool, when_due: bool, as_json: bool, **asked: str | None) -> None:
        """Say or set for how many months personal data are kept; --run applies it, as each import does."""
        from data import retention as kept  # noqa: PLC0415 — figures start without it
        from data.scratch import sweep  # noqa: PLC0415 — as above

        wanted = {kind: _months(value) for kind, value in asked.items() if value is not None}
        if wanted:
            _unless_refused(partial(kept.settle, wanted=wanted), store())
        done = None
        if run:
            if store().path.parent.is_dir():
                sweep(store().path.parent)
            today = dt.datetime.now().astimezone().date()
            done = _unless_refused(partial(kept.apply, today=today, once_a_day=when_due), store())
        if not when_due:
            _kept_until(store(), done, run=run, as_json=as_json)

    return retention


def _kept_until(store: Store, done: Erased | None, *, run: bool, as_json: bool) -> None:
    """Say for how long each kind is kept, and what has just been erased."""
    from data import retention as kept  # noqa: PLC0415 — figures start without it

    def look(one: Store) -> tuple[dict[str, int], list[dict[str, Any]]]:
        with one.reading() as reader:
            return kept.periods(reader), kept.proofs(reader)

    periods, proofs = _unless_refused(look, store)
    if as_json:
        shown = {kind: periods.get(kind) for kind in kept.KINDS}
        echo_json(json.dumps({"months": shown, "run": done.counts if done else None, "proofs": proofs}))
        return
    for kind in kept.KINDS:
        echo(f"{KEPT[kind](lang())}{Text(' : ', ': ')(lang())}{period(periods.get(kind), lang())}")
    if done:
        _tell(done, {}, yes=True)
    elif run:
        say("Rien n'a dépassé sa durée.", "Nothing is older than its period.")


KEPT: Final = {
    "names": Text("Noms des intervenants", "Timekeepers' names"),
    "narratives": Text("Libellés et fichiers d'origine", "Narratives and original files"),
    "comments": Text("Commentaires et fonctions des répondants", "Comments and respondents' roles"),
}
"""What is kept for a period, by kind."""


def period(months: int | None, spoken: Lang) -> str:
    """Say for how long something is kept."""
    if months is None:
        return Text("sans limite (rien n'a été fixé)", "without limit (nothing was set)")(spoken)
    return Text(f"{months} mois", f"{months} month{'s' if months > 1 else ''}")(spoken)


def _months(written: str) -> int | None:
    if written.strip().lower() in ("off", "non", "no"):
        return None
    if written.isdecimal() and 0 < int(written) <= 1200:  # noqa: PLR2004 — a century
        return int(written)
    raise Said(
        f"« {written} » n'est pas une durée : écrire un nombre de mois, ou off.",
        f"“{written}” is no period: write a number of months, or off.",
    )


def after_import(store: Store) -> None:
    """Apply the periods once files have come in; what was erased is told apart, and so is why it could not be."""
    from data import retention  # noqa: PLC0415 — figures start without it

    try:
        done = retention.apply(store, dt.datetime.now().astimezone().date())
    except StoreError as error:
        echo(error.text(lang()), err=True)
        return
    if done:
        n = sum(done.counts.values())
        told = Text(
            f"Durées de conservation appliquées : {n} éléments effacés (retention pour le détail).",
            f"Retention periods applied: {n} items erased (retention says which).",
        )
        echo(told(lang()), err=True)
