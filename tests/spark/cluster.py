"""A Spark cluster on this machine: a master and two workers, each a Java process of its own, on 127.0.0.1."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

WAIT_SECONDS = 90.0


def missing() -> str | None:
    """Say what a cluster lacks here; None when it can be had."""
    if importlib.util.find_spec("pyspark") is None:
        return "pyspark is not installed (requirements-spark.txt)"
    java = Path(os.environ["JAVA_HOME"], "bin", "java") if os.environ.get("JAVA_HOME") else "java"
    return None if shutil.which(java) else "there is no Java (17 or newer) on this machine"


@contextmanager
def two_workers(memory: str = "1g") -> Iterator[str]:
    """Start a standalone cluster and give its address; each process is ended by its own handle."""
    place = f"spark://127.0.0.1:{(port := _free_port())}"
    with ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="binome-cluster-")))
        here = ["--host", "127.0.0.1", "--webui-port", "0"]
        master = held.enter_context(_started(folder, "master.Master", *here, "--port", str(port)))
        _until(master, "I have been elected leader")
        for number in (1, 2):
            own = ["--cores", "1", "--memory", memory, "--work-dir", str(folder / f"worker{number}")]
            worker = held.enter_context(_started(folder, "worker.Worker", place, *here, *own))
            _until(worker, "Successfully registered with master")
        yield place


@contextmanager
def _started(folder: Path, role: str, *words: str) -> Iterator[Path]:
    import pyspark  # noqa: PLC0415 — not everybody has it

    home = Path(pyspark.__file__).parent
    log = Path(tempfile.mkstemp(dir=folder, suffix=".log")[1])
    env = {**os.environ, "SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_NO_DAEMONIZE": "1"}
    command = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{role}", *words]
    with log.open("wb") as written:
        process = subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, stdout=written, stderr=written)
    try:
        yield log
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _until(log: Path, sentence: str) -> None:
    """Wait until a process says a sentence."""
    deadline = time.monotonic() + WAIT_SECONDS
    while sentence not in (said := log.read_text(errors="replace")):
        if time.monotonic() > deadline:
            raise TimeoutError(f"Spark did not say “{sentence}” within {WAIT_SECONDS:g} s: {said[-2000:]}")
        time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
