"""Is the disk under the store encrypted: yes, no or unknown, told with what was looked at, never a guess."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from data.disk import Encryption, banner, encryption, of_linux, of_mac, of_windows

MOUNTS = "proc /proc proc rw 0 0\n/dev/mapper/root / ext4 rw 0 0\nserver:/x /mnt/the\\040share nfs rw 0 0\n"


class Machine:
    """The files by which Linux says what its disks are: device 253:0 lies on sda2, a part of sda."""

    def __init__(self, root: Path, mounts: str = MOUNTS) -> None:
        self.root = root
        self.write("proc/self/mounts", mounts)
        self.write("sys/devices/sda/sda2/partition", "2")
        self.write("sys/devices/dm-0/dm/name", "root")
        (root / "sys/devices/dm-0/slaves").mkdir()
        (root / "sys/devices/dm-0/slaves/sda2").symlink_to(root / "sys/devices/sda/sda2")
        (root / "sys/dev/block").mkdir(parents=True)
        (root / "sys/dev/block/253:0").symlink_to(root / "sys/devices/dm-0")

    def write(self, name: str, text: str) -> None:
        (self.root / name).parent.mkdir(parents=True, exist_ok=True)
        (self.root / name).write_text(text)

    def looked_at(self, place: str = "/home/store", device: int | None = None) -> Encryption:
        return of_linux(Path(place), self.root, os.makedev(253, 0) if device is None else device)


@pytest.mark.parametrize(
    ("uuid", "answer", "seen"),
    [
        ("CRYPT-LUKS2-0a1b-root", "yes", "dm-crypt (LUKS2) under /"),
        ("LVM-abcdef", "no", "no dm-crypt under / (dm-0, sda, sda2)"),
    ],
)
def test_linux_by_the_devices_under_the_file_system(tmp_path: Path, uuid: str, answer: str, seen: str):
    machine = Machine(tmp_path)
    machine.write("sys/devices/dm-0/dm/uuid", uuid)
    found = machine.looked_at()
    assert (found.answer, found.seen.en) == (answer, seen)


def test_linux_a_volume_that_lies_on_an_encrypted_one_is_encrypted(tmp_path: Path):
    machine = Machine(tmp_path)
    machine.write("sys/devices/dm-0/dm/uuid", "LVM-abcdef")
    machine.write("sys/devices/dm-1/dm/uuid", "CRYPT-PLAIN-x")
    (tmp_path / "sys/devices/dm-0/slaves/dm-1").symlink_to(tmp_path / "sys/devices/dm-1")
    assert machine.looked_at().answer == "yes"


def test_linux_an_encrypting_file_system_and_what_cannot_be_known(tmp_path: Path):
    layered = Machine(tmp_path / "a", MOUNTS + "/home/.x /home/store ecryptfs rw 0 0\n")
    assert layered.looked_at().seen.en == "eCryptfs on /home/store"
    machine = Machine(tmp_path / "b")
    share = machine.looked_at("/mnt/the share/store", os.makedev(0, 55))
    assert (share.answer, share.seen.en) == ("unknown", "/mnt/the share (nfs) is no disk seen from here")
    machine.write("home/.fscrypt/x", "")
    assert machine.looked_at().answer == "unknown"


@pytest.mark.parametrize(
    ("told", "answer"),
    [
        ("FileVault is On.\n", "yes"),
        ("FileVault is Off.\n", "no"),
        ("", "unknown"),
        (None, "unknown"),
        ("?", "unknown"),
    ],
)
def test_mac(told: str | None, answer: str):
    assert of_mac(told).answer == answer


@pytest.mark.parametrize(
    ("told", "answer"),
    [("1\r\n", "yes"), ("6", "yes"), ("2\r\n", "no"), ("3", "no"), ("5", "no"), ("", "unknown"), (None, "unknown")],
)
def test_windows(told: str | None, answer: str):
    assert of_windows(told, "C:\\").answer == answer


def test_the_sentence_says_what_was_looked_at_and_what_to_do_when_it_is_not(tmp_path: Path):
    machine = Machine(tmp_path)
    said = banner(machine.looked_at())
    assert "n'est pas chiffré (aucun dm-crypt sous /" in said.fr
    assert "encrypt the disk (BitLocker, FileVault, LUKS)" in said.en


def test_this_machine_answers_for_a_store_that_is_not_there_yet(tmp_path: Path):
    found = encryption(tmp_path / "nowhere" / "store.duckdb")
    assert found == encryption(tmp_path)
    assert found.answer in {"yes", "no", "unknown"}
    assert found.seen.fr
