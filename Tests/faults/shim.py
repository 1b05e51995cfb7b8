"""The shim as the scripts use it: built once into a temporary folder, described by an environment."""

import os
import shutil
import struct
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
# Order of the counters in FAULT_COUNT_FILE (faults.c).
KINDS = ("fsync", "rename", "send", "commit")


def build(folder):
    """Compiles faults.c into `folder`; returns the library's path."""
    library = Path(folder) / "faults.so"
    command = [os.environ.get("CC", "cc"), "-shared", "-fPIC", "-O2", "-Wall", "-Werror", "-o", str(library)]
    subprocess.run(command + [str(HERE / "faults.c")], check=True)
    return library


def environment(library, counts, kind=None, at=0, when="after", root=None, shadow=None, ports=None, log=None,
                normal=False):
    """os.environ with the shim's settings; see the head of faults.c for their meaning."""
    env = dict(os.environ, LD_PRELOAD=str(library), FAULT_COUNT_FILE=str(counts))
    if kind:
        env.update(FAULT_KIND=kind, FAULT_AT=str(at), FAULT_WHEN=when)
    if ports:
        env["FAULT_PORTS"] = ",".join(str(port) for port in ports)
    if log:
        env["FAULT_LOG"] = str(log)
    if normal:
        env["FAULT_NORMAL"] = "1"
    if shadow:
        env.update(FAULT_ROOT=str(root), FAULT_SHADOW=str(shadow), FAULT_LAZY="1")
    return env


def counts(path):
    """Events so far by kind; zeros when no process has started."""
    try:
        return dict(zip(KINDS, struct.unpack("4Q", Path(path).read_bytes()[:32])))
    except (FileNotFoundError, struct.error):
        return dict.fromkeys(KINDS, 0)


def cut_power(shadow, root):
    """Replaces `root` by what was durable. Stands for the moment the machine comes up again."""
    shadow, root = Path(shadow), Path(root)
    top = (shadow / "root").read_text()
    for entry in root.iterdir():
        shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()
    _grow(shadow, top, root, set())
    # The next process under the shim begins with another set of inodes.
    shutil.rmtree(shadow)
    shadow.mkdir()


def _grow(shadow, key, folder, seen):
    listing = shadow / f"d{key}"
    # A directory whose entries were never made durable comes back empty.
    if key in seen or not listing.exists():
        return
    seen.add(key)
    for line in listing.read_text(errors="surrogateescape").splitlines():
        kind, what, mode, name = line.split("\t", 3)
        place = folder / name
        if kind == "l":
            os.symlink(what, place)
        elif kind == "d":
            place.mkdir()
            _grow(shadow, what, place, seen)
            place.chmod(int(mode, 8))
        else:
            kept = shadow / f"i{what}"
            shutil.copyfile(kept, place) if kept.exists() else place.touch()
            place.chmod(int(mode, 8))
