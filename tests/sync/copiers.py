"""What copies the folders: rsync as a script would run it, and Syncthing with its own configuration, on loopback alone."""

import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
import xml.etree.ElementTree as xml
from pathlib import Path

DOWN = ("catalog", "stores", "acks", "erase")


class Rsync:
    """One counter after the other: what head office sends down, what the counter sends up."""

    def __init__(self, folder, office, counters, until):
        self.office, self.counters = office, counters

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def settle(self):
        for counter in self.counters:
            for name in DOWN:
                if (self.office.sync / name).is_dir():
                    self.copy(self.office.sync / name, counter.sync / name, "--delete", "--fuzzy")
            # Each terminal's folder by itself: what its terminal takes out of it goes at head office, too.
            for own in (counter.sync / "outbox").glob("*"):
                (self.office.sync / "outbox").mkdir(exist_ok=True)
                self.copy(own, self.office.sync / "outbox" / own.name, "--delete")

    @staticmethod
    def copy(source, target, *more):
        target.mkdir(exist_ok=True)
        subprocess.run(["rsync", "-a", *more, f"{source}/", f"{target}/"], check=True)

    def cut(self, version, publish):
        """Kills it in the middle, once as it is, once writing in place, once with parts kept."""
        publish()
        snapshot = self.office.snapshot(version)
        for counter, how in zip(self.counters, ([], ["--inplace"], ["--partial"])):
            target = counter.sync / "catalog"
            running = subprocess.Popen(["rsync", "-a", "--bwlimit=1m", *how, f"{self.office.sync}/catalog/", f"{target}/"],
                                       start_new_session=True, stderr=subprocess.DEVNULL)
            time.sleep(1.5)
            os.killpg(running.pid, signal.SIGINT if how == ["--partial"] else signal.SIGKILL)
            running.wait()
            whole = target / snapshot.name
            assert not whole.exists() or whole.stat().st_size < snapshot.stat().st_size, "it was too fast to be cut"

    def conflicts(self, report, until):
        """Rsync knows none: the last one wins."""


class Syncthing:
    """An instance a machine: head office sends only, counters receive only, outboxes go both ways."""

    def __init__(self, folder, office, counters, until):
        self.until = until
        self.office, self.counters = office, counters
        self.nodes = [Node(folder / f"syncthing-{number}", machine) for number, machine in enumerate([office, *counters])]
        head, *others = self.nodes
        for node in self.nodes:
            node.configure(others if node is head else [head], node is head)

    def __enter__(self):
        for node in self.nodes:
            node.start()
        return self

    def __exit__(self, *_):
        for node in self.nodes:
            node.stop()

    def settle(self):
        """Has everybody look, and waits until head office and every counter have the same."""
        for name in (*DOWN, "outbox"):
            (self.office.sync / name).mkdir(exist_ok=True)
        for node in self.nodes:
            if not node.running:
                node.start()
            node.post("/rest/db/scan")
        assert self.until(self.is_settled, 60), "Syncthing did not come to rest"

    def is_settled(self):
        def listing(machine, name):
            folder = machine.sync / name
            return {path.relative_to(folder): path.stat().st_size for path in folder.rglob("*")
                    if path.is_file() and ".st" not in str(path.relative_to(folder)) and "sync-conflict" not in path.name}

        return all(listing(self.office, name) == listing(counter, name)
                   for counter in self.counters for name in (*DOWN, "outbox"))

    def cut(self, version, publish):
        """Kills the counters' instances while they fetch; they come back with `settle`."""
        self.nodes[0].patch("/rest/config/options", {"maxSendKbps": 500, "limitBandwidthInLan": True})
        publish()
        self.nodes[0].post("/rest/db/scan")
        time.sleep(3)
        for node in self.nodes[1:]:
            node.kill()
        name = self.office.snapshot(version).name
        for counter in self.counters:
            assert not (counter.sync / "catalog" / name).exists(), "it was too fast to be cut"
        self.nodes[0].patch("/rest/config/options", {"maxSendKbps": 0, "limitBandwidthInLan": False})

    def conflicts(self, report, until):
        """The same segment is changed at both ends while they cannot hear each other."""
        counter, node = self.counters[0], self.nodes[1]
        before = self.office.collect()
        counter.sell(5)
        counter.visit()
        self.settle()
        segment = counter.copies()[-1]
        name = segment.relative_to(counter.sync)
        node.stop()
        segment.write_bytes(segment.read_bytes() + b"somebody's editor was here\n")
        (self.office.sync / name).write_bytes(b"and somebody else's there\n")
        self.nodes[0].post("/rest/db/scan")
        node.start()
        node.post("/rest/db/scan")
        found = until(lambda: [*self.office.sync.rglob("*sync-conflict*"), *counter.sync.rglob("*sync-conflict*")], 60)
        report.shown("both ends change a segment: Syncthing makes a conflict copy", found)
        during = self.office.collect()
        report.shown("a spoilt segment counts nothing and loses nothing", during["events"] == before["events"], during)
        codes = [problem["code"] for problem in counter.visit(codes=(0, 1, 3))["problems"]]
        report.shown("the counter names it as GW-301", "GW-301" in codes, codes)
        # As the hint says: whoever removes it has it written again.
        for machine in (self.office, counter):
            (machine.sync / name).unlink(missing_ok=True)
        counter.visit(codes=(0, 1, 3))
        self.settle()
        after = self.office.collect()
        report.shown("removed, it is written again and arrives", after["events"] == before["events"] + 5, after)


class Node:
    """One instance: its own keys, its own port, nobody to announce itself to."""

    def __init__(self, home, machine):
        self.home, self.machine = home, machine
        self.port, self.gui = free_port(), free_port()
        command = ["syncthing", "generate", f"--home={home}", "--no-default-folder", "--skip-port-probing"]
        subprocess.run(command, check=True, capture_output=True)
        said = subprocess.run(["syncthing", f"--home={home}", "--device-id"], check=True, capture_output=True, text=True)
        self.identity = said.stdout.strip()
        self.running = None

    def configure(self, others, is_head):
        path = self.home / "config.xml"
        tree = xml.parse(path)
        root = tree.getroot()
        for old in root.findall("folder") + root.findall("device"):
            root.remove(old)
        for node in [self, *others]:
            device = xml.SubElement(root, "device", id=node.identity, name=node.home.name)
            xml.SubElement(device, "address").text = f"tcp://127.0.0.1:{node.port}"
        for name in (*DOWN, "outbox"):
            kind = "sendreceive" if name == "outbox" else "sendonly" if is_head else "receiveonly"
            place = self.machine.sync / name
            place.mkdir(exist_ok=True)
            folder = xml.SubElement(root, "folder", id=name, path=str(place), type=kind, rescanIntervalS="3600",
                                    fsWatcherEnabled="true", fsWatcherDelayS="1")
            for node in [self, *others]:
                xml.SubElement(folder, "device", id=node.identity)
            xml.SubElement(folder, "maxConflicts").text = "10"  # as its own settings page writes it
        gui = root.find("gui")
        gui.find("address").text = f"127.0.0.1:{self.gui}"
        self.key = gui.find("apikey").text
        options = root.find("options")
        for old in options.findall("listenAddress"):
            options.remove(old)
        settings = {
            "listenAddress": f"tcp://127.0.0.1:{self.port}", "globalAnnounceEnabled": "false", "localAnnounceEnabled": "false",
            "relaysEnabled": "false", "natEnabled": "false", "crashReportingEnabled": "false", "urAccepted": "-1",
            "autoUpgradeIntervalH": "0", "startBrowser": "false", "reconnectionIntervalS": "1", "stunKeepaliveStartS": "0",
            "announceLANAddresses": "false", "sendFullIndexOnUpgrade": "false",
        }
        for name, value in settings.items():
            old = options.find(name)
            (xml.SubElement(options, name) if old is None else old).text = value
        tree.write(path)

    def start(self):
        # Without the second process that watches over the first and would survive it.
        environment = {**os.environ, "STNOUPGRADE": "1", "STMONITORED": "yes", "HOME": str(self.home)}
        log = open(self.home / "log", "ab")
        command = ["syncthing", "serve", f"--home={self.home}", "--no-browser", "--no-restart"]
        self.running = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
        end = time.monotonic() + 30
        while time.monotonic() < end:
            try:
                return self.ask("GET", "/rest/system/ping")
            except OSError:
                time.sleep(0.2)
        raise AssertionError(f"Syncthing did not start: {(self.home / 'log').read_text()[-2000:]}")

    def stop(self):
        if self.running:
            self.running.terminate()
            try:
                self.running.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()
            self.running = None

    def kill(self):
        os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait()
        self.running = None

    def ask(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.gui}{path}", data, method=method,
                                         headers={"X-API-Key": self.key})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.read()

    def post(self, path):
        return self.ask("POST", path)

    def patch(self, path, body):
        return self.ask("PATCH", path, body)


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


KNOWN = {"rsync": Rsync, "syncthing": Syncthing}
