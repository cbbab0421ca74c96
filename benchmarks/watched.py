"""Runs a module of ours as `python -m` would, and says on its last line what that took: CPU seconds, peak MB.

What a process counts for itself (`ru_maxrss`) starts from the memory of the one that started it; Linux also tells the
peak of the program alone.
"""

import resource
import runpy
import sys
from contextlib import suppress
from pathlib import Path

code: int | str | None = 0
del sys.argv[0]
try:
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
except SystemExit as ended:
    code = ended.code
used = resource.getrusage(resource.RUSAGE_SELF)
peak = used.ru_maxrss
with suppress(OSError, IndexError):
    peak = int(Path("/proc/self/status").read_text(encoding="utf-8").split("VmHWM:")[1].split()[0])
sys.stderr.write(f"\n{used.ru_utime + used.ru_stime} {peak // 1024}\n")
sys.exit(code)
