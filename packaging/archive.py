"""Packs goeswith-VERSION-TARGET.tar.gz, or .zip for Windows, with all that belongs to the program.

    archive.py PROGRAM TARGET [FOLDER]

PROGRAM is the built program, TARGET the name of what it was built for, like x86_64-unknown-linux-gnu; the archive comes into
FOLDER (target/packaging). `packaging/assets.sh PROGRAM` goes before. The same files give the same bytes: names are sorted, and
time, owner and rights do not come from the disk. The time is SOURCE_DATE_EPOCH, else that of the last commit.
"""

import gzip
import io
import os
import pathlib
import re
import subprocess
import sys
import tarfile
import time
import zipfile

HERE = pathlib.Path(__file__).resolve().parent.parent
MADE = HERE / "target" / "packaging"
# Name in the archive, and where it comes from: a file or a pattern. Names that end on / are folders.
EVERYWHERE = [
    ("README.md", "README.md"),
    ("CHANGELOG.md", "CHANGELOG.md"),
    ("LICENSE-MIT", "LICENSE-MIT"),
    ("LICENSE-APACHE", "LICENSE-APACHE"),
    ("THIRD-PARTY.txt", "target/packaging/THIRD-PARTY.txt"),
    ("assets/settings.toml", "assets/settings.toml"),
    ("assets/lang/", "assets/lang/*.ftl"),
    ("docs/", "docs/*.md"),
    ("docs/screens/", "docs/screens/*.svg"),
    ("completions/", "target/packaging/completions/*"),
    ("man/", "target/packaging/man/*.1"),
]
LINUX = [
    ("goeswith-fullscreen", "packaging/linux/goeswith-fullscreen"),
    ("goeswith.desktop", "packaging/linux/goeswith.desktop"),
    ("goeswith.svg", "packaging/linux/goeswith.svg"),
]
WINDOWS = [
    ("goeswith-fullscreen.cmd", "packaging/windows/goeswith-fullscreen.cmd"),
    ("goeswith-terminal.json", "packaging/windows/goeswith-terminal.json"),
    ("path.ps1", "packaging/windows/path.ps1"),
]
PROGRAMS = {"goeswith", "goeswith.exe", "goeswith-fullscreen"}


def version():
    """That of Cargo.toml."""
    return re.search(r'^version = "(.*)"$', (HERE / "Cargo.toml").read_text(encoding="utf-8"), re.MULTILINE).group(1)


def written():
    """The time that all files get, in seconds since 1970."""
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(given)
    last = ["git", "-C", str(HERE), "log", "-1", "--format=%ct"]
    return int(subprocess.run(last, check=True, capture_output=True, text=True).stdout)


def files(program, target):
    """What goes in: pairs of name and contents, sorted."""
    lists = EVERYWHERE + (LINUX if "linux" in target else []) + (WINDOWS if "windows" in target else [])
    found = {"goeswith.exe" if "windows" in target else "goeswith": pathlib.Path(program)}
    for name, pattern in lists:
        paths = sorted(HERE.glob(pattern))
        if not paths:
            sys.exit(f"nothing there: {pattern}; run packaging/assets.sh first")
        for path in paths:
            found[name + path.name if name.endswith("/") else name] = path
    return sorted((name, path.read_bytes()) for name, path in found.items())


def tar(path, folder, contents, seconds):
    """A packed tar archive."""
    with path.open("wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as archive:
            for name, data in contents:
                entry = tarfile.TarInfo(f"{folder}/{name}")
                entry.size, entry.mtime, entry.mode = len(data), seconds, 0o755 if name in PROGRAMS else 0o644
                archive.addfile(entry, io.BytesIO(data))


def zipped(path, folder, contents, seconds):
    """A zip archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in contents:
            entry = zipfile.ZipInfo(f"{folder}/{name}", time.gmtime(seconds)[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # the same bytes wherever it is packed
            entry.external_attr = (0o755 if name in PROGRAMS else 0o644) << 16
            archive.writestr(entry, data)


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    program, target = sys.argv[1:3]
    out = pathlib.Path(sys.argv[3]) if len(sys.argv) == 4 else MADE
    out.mkdir(parents=True, exist_ok=True)
    folder = f"goeswith-{version()}-{target}"
    is_zip = "windows" in target
    path = out / (folder + (".zip" if is_zip else ".tar.gz"))
    (zipped if is_zip else tar)(path, folder, files(program, target), written())
    print(path)


if __name__ == "__main__":
    main()
