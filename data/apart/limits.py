"""What reading one file apart may cost: time, memory, size, depth. Stated here, moved by BINOME_MAX_… variables."""

from __future__ import annotations

import ctypes
import os
import sys
from dataclasses import dataclass, fields
from typing import Final

OUT_OF_MEMORY: Final = 77
"""The status with which a process ends when it may take no more memory."""


@dataclass(frozen=True)
class Limits:
    """The most that one file may take, an XML file, a PDF or an archive; beyond, it is rejected, and told."""

    file_mb: int = 2048
    line_mb: int = 16
    columns: int = 20_000
    seconds: int = 30
    memory_mb: int = 640
    size_mb: int = 100
    elements: int = 1_000_000
    depth: int = 100
    text_kb: int = 1024
    attachments: int = 100
    attachments_mb: int = 100
    archive_mb: int = 200
    members: int = 2000
    member_mb: int = 500
    unfolded_mb: int = 1000
    ratio: int = 300
    nested: int = 2


def limits() -> Limits:
    """Return the limits in force: BINOME_MAX_SECONDS, BINOME_MAX_MEMORY_MB and so on, else the defaults."""
    named = ((field.name, os.environ.get(f"BINOME_MAX_{field.name.upper()}")) for field in fields(Limits))
    return Limits(**{name: int(value) for name, value in named if value})


def cap_memory(megabytes: int) -> None:
    """Keep this process below an amount of memory: beyond it, an allocation fails with MemoryError.

    macOS does not enforce such a limit; there, size, depth and number of elements bound the memory.
    """
    if sys.platform == "win32":
        _cap_on_windows(megabytes << 20)
    elif sys.platform == "linux":
        import resource  # noqa: PLC0415 — absent from Windows

        resource.setrlimit(resource.RLIMIT_DATA, (megabytes << 20, megabytes << 20))


if sys.platform == "win32":

    class _Basic(ctypes.Structure):
        _fields_ = (
            ("PerProcessUserTimeLimit", ctypes.c_int64),
            ("PerJobUserTimeLimit", ctypes.c_int64),
            ("LimitFlags", ctypes.c_uint32),
            ("MinimumWorkingSetSize", ctypes.c_size_t),
            ("MaximumWorkingSetSize", ctypes.c_size_t),
            ("ActiveProcessLimit", ctypes.c_uint32),
            ("Affinity", ctypes.c_size_t),
            ("PriorityClass", ctypes.c_uint32),
            ("SchedulingClass", ctypes.c_uint32),
        )

    class _Extended(ctypes.Structure):
        _fields_ = (
            ("Basic", _Basic),
            ("IoInfo", ctypes.c_uint64 * 6),
            ("ProcessMemoryLimit", ctypes.c_size_t),
            ("JobMemoryLimit", ctypes.c_size_t),
            ("PeakProcessMemoryUsed", ctypes.c_size_t),
            ("PeakJobMemoryUsed", ctypes.c_size_t),
        )

    _EXTENDED_LIMITS = 9
    _PROCESS_MEMORY = 0x100

    def _cap_on_windows(size: int) -> None:
        """Put this process in a job of its own that may not take more memory."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = kernel.GetCurrentProcess.restype = ctypes.c_void_p
        job = ctypes.c_void_p(kernel.CreateJobObjectW(None, None))
        asked = _Extended(ProcessMemoryLimit=size)
        asked.Basic.LimitFlags = _PROCESS_MEMORY
        done = kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(asked), ctypes.sizeof(asked))
        process = ctypes.c_void_p(kernel.GetCurrentProcess())
        if not (done and kernel.AssignProcessToJobObject(job, process)):
            raise ctypes.WinError(ctypes.get_last_error())
