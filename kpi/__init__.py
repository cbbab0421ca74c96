"""What a figure means. One file per figure; the folder is the registry."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kpi.model import Kpi


@cache
def catalogue() -> dict[str, Kpi]:
    """Return every figure by name, in the order in which readers meet them."""
    modules = (importlib.import_module(f"kpi.{found.name}") for found in pkgutil.iter_modules(__path__))
    kpis = sorted((m.KPI for m in modules if hasattr(m, "KPI")), key=lambda kpi: kpi.order)
    return {kpi.name: kpi for kpi in kpis}
