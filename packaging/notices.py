"""Prints the licences of everything that is compiled into the program, with their texts.

    notices.py [TARGET]

What is compiled in is what Cargo.lock and cargo say, for TARGET or, without, for this computer: neither what only tests or
builds use, nor macros. The texts are those that lie in the sources of each crate (cargo has fetched them for the build); equal
texts are printed once. Nothing is fetched and nothing is guessed: a crate that brings no text is named with its expression.
"""

import hashlib
import json
import pathlib
import re
import subprocess
import sys

NAMES = re.compile(r"(licen[cs]e|copying|unlicense|notice|copyright)", re.IGNORECASE)
CHOICE = re.compile(r"apache|zlib|boost|0bsd|unlicense", re.IGNORECASE)
CODE = {".rs", ".c", ".h", ".py", ".toml"}
# What no crate of its own brings: C code within crates, data, and the language's library.
BESIDE = """\
Also compiled in: SQLite (public domain, https://sqlite.org/copyright.html); Zstandard (BSD-3-Clause, its text is among
those below); the Rust standard library (MIT or Apache-2.0, https://github.com/rust-lang/rust); the GS1 Barcode Syntax Dictionary
(Apache-2.0, by GS1 AISBL, BWIPP and Zint, https://github.com/gs1/gs1-syntax-dictionary, unchanged). The text of Apache-2.0 is
LICENSE-APACHE beside this file; it holds for every crate below that names it and brings no text.

The source of crates under MPL-2.0 is at the address that stands behind their names; it is used unchanged."""


def said(*command):
    """What a command prints."""
    return subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout


def compiled_in(target):
    """The packages that are linked into the program, sorted by name and version."""
    target = target or re.search(r"^host: (.*)$", said("rustc", "-vV"), re.MULTILINE).group(1)
    tree = ["--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}", "--target", target]
    linked = {tuple(line.split()[:2]) for line in said("cargo", "tree", "--locked", *tree).splitlines() if line}
    metadata = said("cargo", "metadata", "--format-version", "1", "--locked", "--filter-platform", target)
    found = [each for each in json.loads(metadata)["packages"] if (each["name"], f"v{each['version']}") in linked]
    return sorted((each for each in found if each["source"]), key=lambda each: (each["name"], each["version"]))


def texts(package):
    """The licences that lie in a crate's sources: at the top, and two folders below at most, where C code lies. Of a choice
    that offers MIT it is MIT."""
    folder = pathlib.Path(package["manifest_path"]).parent
    files = sorted(path for depth in ("*", "*/*", "*/*/*") for path in folder.glob(depth) if path.is_file())
    files = [path for path in files if NAMES.match(path.name) and path.suffix.lower() not in CODE]
    if any("MIT" in path.name.upper() for path in files):
        files = [path for path in files if not CHOICE.search(path.name)]
    return [path.read_text(encoding="utf-8", errors="replace").replace("\r\n", "\n").strip() for path in files]


def main():
    packages = compiled_in(sys.argv[1] if len(sys.argv) > 1 else "")
    print("What is compiled into goeswith, and under which licences\n")
    for package in packages:
        print(f"{package['name']} {package['version']}: {package['license']}, {package['repository'] or 'no address'}")
    print(f"\n{BESIDE}")
    users, written = {}, {}
    for package in packages:
        for text in texts(package):
            key = hashlib.sha256(" ".join(text.split()).encode()).hexdigest()
            written.setdefault(key, text)
            users.setdefault(key, []).append(package["name"])
    for key in sorted(users, key=lambda key: (users[key], key)):
        print(f"\n{'=' * 80}\n{', '.join(sorted(set(users[key])))}\n{'-' * 80}\n{written[key]}")


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    main()
