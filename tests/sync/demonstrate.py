#!/usr/bin/env python3
"""Head office and three counters joined by a real program that copies folders: rsync, and Syncthing on loopback.

    tests/sync/demonstrate.py [--program target/release/goeswith] [rsync] [syncthing]

It needs minisign, rsync and syncthing (Debian: the packages of these names), works in a temporary folder, and opens no
port beyond 127.0.0.1. Every line says what was shown; the exit code is 1 where one of them was not.
"""

import argparse
import hashlib
import hmac
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import copiers
from terminal import Screen

PRICE = {1: "10.00", 2: "11.00", 3: "12.00", 4: "13.00", 5: "14.00", 6: "15.00", 7: "16.00"}
KEY = "a key of the chain of more than thirty-two characters"


class Failed(Exception):
    """What was to be shown is not so."""


class Report:
    """Says what was shown, and counts."""

    def __init__(self):
        self.good, self.bad = 0, 0

    def shown(self, what, is_so=True, found=""):
        self.good, self.bad = self.good + bool(is_so), self.bad + (not is_so)
        print(f"{'ok    ' if is_so else 'FAILED'}  {what}{'' if is_so else f': {found}'}", flush=True)
        if not is_so:
            raise Failed(what)


class Machine:
    """A computer with the program: a data directory, and its own copy of the sync folder."""

    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.sync, self.data = folder / "sync", folder / "data"
        self.sync.mkdir(parents=True)

    def run(self, *arguments, text="", codes=(0,)):
        environment = {**os.environ, "GOESWITH_DATA_DIR": str(self.data), "HOME": str(self.folder)}
        done = subprocess.run([self.program, *map(str, arguments)], input=text, env=environment, cwd=self.folder,
                              capture_output=True, text=True, timeout=120)
        if done.returncode not in codes:
            raise Failed(f"{' '.join(map(str, arguments))}: exit {done.returncode}: {done.stdout}{done.stderr}")
        return done

    def json(self, *arguments, codes=(0,)):
        return json.loads(self.run(*arguments, "--json", codes=codes).stdout)


class Counter(Machine):
    """A counter that visits its sync folder."""

    def visit(self, codes=(0,)):
        return self.json("sync", "--once", "--sync-dir", self.sync, codes=codes)

    def version(self):
        catalog = self.json("status", "--sync-dir", self.sync)["catalog"]
        return catalog["version"] if catalog else 0

    def sell(self, sales, **more):
        line = json.dumps({"kind": "sale", "lines": [{"sku": "A", "quantity": 1, "price": 1000}], **more})
        said = self.run("record", text=(line + "\n") * sales).stdout
        if said.count("ACK ") != sales:
            raise Failed(f"{said.count('ACK ')} of {sales} sales were acknowledged")

    def unsent(self):
        return self.json("status")["store"]["unsent"]

    def copies(self):
        """The segments of its own in the folder."""
        return sorted((self.sync / "outbox" / self.identity()).glob("*.jsonl"))

    def identity(self):
        return self.json("status")["terminal_id"]


class Office(Machine):
    """Head office: it builds, publishes and collects."""

    def make(self, version, items=3):
        """Builds a catalog in which A costs what it costs in that version."""
        source = self.folder / "source"
        source.mkdir(exist_ok=True)
        (source / "shop.toml").write_text('name = "Corner"\nchain_id = "corner"\ncurrency = "EUR"\n')
        rows = [f"A,Kettle,{PRICE[version]},Window", "B,Descaler,4.99,Shelf 2"]
        rows += [f"X-{number},Thing {number} {hashlib.sha256(str(number).encode()).hexdigest()},1.00,"
                 for number in range(items)]
        (source / "items.csv").write_text("sku,name,price,location\n" + "\n".join(rows) + "\n")
        (source / "links.csv").write_text("item,add_on,kind,ask\nA,B,accessory,Is your water hard?\n")
        catalog = self.folder / f"{version}.db"
        self.run("catalog", "build", source, "-o", catalog)
        return catalog

    def publish(self, version, items=3, key="chain.key"):
        answer = self.run("catalog", "publish", self.make(version, items), "--to", self.sync, "--sign",
                          self.folder / key)
        if f"version {version}:" not in answer.stdout + answer.stderr:
            raise Failed(f"another version than {version}: {answer.stdout}{answer.stderr}")

    def snapshot(self, version):
        return next((self.sync / "catalog").glob(f"catalog-{version:010}-*.db"))

    def collect(self):
        return self.json("collect", self.sync, "-o", self.folder / "all.db", "--acks", self.sync)


def until(what, seconds=60):
    """Waits for something to become true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.3)
    return False


def make_key(office):
    """Makes a key pair with the stock tool, without a password."""
    for name in ("chain", "enemy"):
        subprocess.run(["minisign", "-G", "-W", "-p", office.folder / f"{name}.pub", "-s", office.folder / f"{name}.key"],
                       check=True, capture_output=True)


def problems(answer):
    return [problem["code"] for problem in answer["problems"]]


def is_list(path):
    """Who was forgotten has to be known, or it would come back with the next late segment."""
    return path.name.startswith("erase-") or path.name == "all.db"


def tables_with(database, text):
    """The tables of an SQLite file in which a text stands."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    rows = {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}
    connection.close()
    return [name for name in names if text in str(rows[name])]


def catalogs(office, counters, copier, report):
    """From the first catalog to the tampered one."""
    make_key(office)
    office.publish(1)
    copier.settle()
    for counter in counters:
        counter.run("trust", office.folder / "chain.pub")
        counter.visit()
    report.shown("version 1, signed, reaches every counter", all(counter.version() == 1 for counter in counters))

    first = counters[0]
    with Screen([first.program, "--data-dir", str(first.data), "--sync-dir", str(first.sync)], first.folder) as screen:
        report.shown("a counter is open", screen.shows("Scan, or type"), screen.text())
        office.publish(2)
        copier.settle()
        took = time.monotonic()
        report.shown("it takes version 2 by itself", until(lambda: first.version() == 2, 35))
        took = time.monotonic() - took
        time.sleep(2)  # the screen follows the file at its next look
        screen.type("A\r")
        report.shown(f"after {took:.0f} s, and shows the new price without a restart", screen.shows("11.00"), screen.text())
    report.shown("closed, it is gone and the terminal is as it was", screen.ended_well())

    (office.folder / "stock.csv").write_text("sku,price,stock\nA,9.50,7\n")
    office.run("stock", "publish", "stock.csv", "--store", "north", "--to", office.sync, "--sign", office.folder / "chain.key")
    copier.settle()
    (first.data / "settings.toml").write_text('store = "north"\n')
    first.visit()
    report.shown("a store's own stock list is laid over", (first.json("status")["overlay"] or {}).get("number") == 1)

    copier.cut(3, lambda: office.publish(3, items=40_000))
    for counter in counters:
        counter.visit(codes=(0, 1, 3))
    versions = [counter.version() for counter in counters]
    report.shown("a copy that is cut changes nothing", max(versions) == 2, versions)
    copier.settle()
    for counter in counters:
        counter.visit()
    report.shown("once it is whole it is taken", all(counter.version() == 3 for counter in counters))

    office.publish(4)
    damaged = office.snapshot(4)
    damaged.chmod(0o644)
    whole = damaged.read_bytes()
    damaged.write_bytes(whole[:9_000] + bytes([whole[9_000] ^ 1]) + whole[9_001:])
    copier.settle()
    refused = [problems(counter.visit(codes=(0, 1, 3))) for counter in counters]
    report.shown("one flipped bit is refused as GW-112", all("GW-112" in codes for codes in refused), refused)
    report.shown("and the last good catalog stays", all(counter.version() == 3 for counter in counters))
    office.publish(5, key="enemy.key")
    copier.settle()
    refused = [problems(counter.visit(codes=(0, 1, 3))) for counter in counters]
    report.shown("another's signature is refused as GW-122", all("GW-122" in codes for codes in refused), refused)
    office.publish(6)
    copier.settle()
    for counter in counters:
        counter.visit()
    report.shown("the next good version is taken", all(counter.version() == 6 for counter in counters))


def sales(office, counters, copier, report):
    """From the counter to head office and back."""
    pseudonym = hmac.new(KEY.encode(), b"4711", hashlib.sha256).hexdigest()
    sold = 0
    for number, counter in enumerate(counters):
        counter.sell(30 + number)
        counter.sell(1, customer=pseudonym)
        counter.visit()
        sold += 31 + number
    taken = counters[1].copies()[0]
    taken.unlink()
    counters[1].visit()
    report.shown("what is taken out of an outbox is written again", taken.exists())
    copier.settle()
    answer = office.collect()
    report.shown(f"{sold} sales acknowledged at counters, {answer['events']} at head office", answer["events"] == sold)
    report.shown("collected again, it is the same", office.collect()["digest"] == answer["digest"])
    copier.settle()
    for counter in counters:
        counter.visit()
    unsent = [counter.unsent() for counter in counters]
    report.shown("every counter heard that it arrived", unsent == [0] * len(counters), unsent)
    fleet = office.json("fleet", "all.db")["terminals"]
    well = [terminal for terminal in fleet if not terminal["problems"] and terminal["catalog_version"] == 6]
    report.shown("fleet: every counter sells from version 6, and none is in trouble", len(well) == len(counters), fleet)

    (office.folder / "customers.key").write_text(KEY)
    office.run("forget", "4711", "--to", office.sync, "--key", "customers.key", "--sign", "chain.key")
    copier.settle()
    for counter in counters:
        counter.visit()
    copier.settle()
    answer = office.collect()
    report.shown("a customer is forgotten and the sales stay", answer["events"] >= sold, answer)
    copier.settle()
    for counter in counters:
        counter.visit()
    folders = [office.folder, *(counter.folder for counter in counters)]
    held = [path for folder in folders for path in folder.rglob("*")
            if path.is_file() and not is_list(path) and pseudonym.encode() in path.read_bytes()]
    held += [table for table in tables_with(office.folder / "all.db", pseudonym) if table != "erased"]
    report.shown("nothing holds the customer any more", not held, held)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=Path)
    parser.add_argument("with_", metavar="copier", nargs="*", choices=["rsync", "syncthing", []])
    arguments = parser.parse_args()
    root = Path(__file__).resolve().parents[2]
    built = [root / "target" / kind / "goeswith" for kind in ("release", "debug")]
    program = arguments.program or next((path for path in built if path.exists()), None)
    if program is None or not program.exists():
        sys.exit("there is no program: build it, or give it with --program")
    wanted = arguments.with_ or ["rsync", "syncthing"]
    missing = [tool for tool in ["minisign", *wanted] if not shutil.which(tool)]
    if missing:
        sys.exit(f"{' and '.join(missing)} missing (Debian: the packages of these names)")
    # Ends as from the keyboard, so that everything that was started is ended.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    report = Report()
    begun = time.monotonic()
    for name in wanted:
        print(f"\n{name}", flush=True)
        with tempfile.TemporaryDirectory(prefix="goeswith-sync-") as folder:
            folder = Path(folder)
            office = Office(program.resolve(), folder / "office")
            counters = [Counter(program.resolve(), folder / f"counter-{letter}") for letter in "abc"]
            try:
                with copiers.KNOWN[name](folder, office, counters, until) as copier:
                    catalogs(office, counters, copier, report)
                    sales(office, counters, copier, report)
                    copier.conflicts(report, until)
            except (Failed, subprocess.SubprocessError) as error:
                if not report.bad:
                    report.bad += 1
                    print(f"FAILED  {error}")
                break
    print(f"\n{report.good} shown, {report.bad} failed, in {time.monotonic() - begun:.0f} s")
    sys.exit(1 if report.bad else 0)


if __name__ == "__main__":
    main()
