#!/usr/bin/env python3
"""Mining beside DuckDB's self-join and pyfim's fpgrowth: wall time and peak memory, in one run, process by process.

    python3 benches/mining.py SALES.csv [--turns N] [--hundred] [--folder DIR]

Needs the release build (`cargo build --release`) and, in the Python that runs this, `duckdb` and `pyfim` from PyPI; who
is missing is left out. SALES.csv is any history as plain CSV with the columns basket_id and sku. The larger ones are the
same sales again and again under other basket ids: ten times, and with --hundred a hundred times, which only goeswith
mines, within --memory 512M. They are written to DIR (default: a temporary folder) and removed.

The peers use all cores they like, as goeswith does. Minimum counts: 5, ten-fold 50, hundred-fold 500. All three must
find the same number of pairs.
"""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent


def duckdb_join(sales, least, out):
    import duckdb

    con = duckdb.connect()
    types = {"basket_id": "VARCHAR", "sku": "VARCHAR"}
    con.execute("CREATE TABLE line AS SELECT DISTINCT basket_id, sku FROM read_csv(?, types = ?)", [sales, types])
    con.execute(
        f"""COPY (SELECT a.sku AS sku_a, b.sku AS sku_b, count(*) AS n_ab
                  FROM line a JOIN line b ON a.basket_id = b.basket_id AND a.sku < b.sku
                  GROUP BY ALL HAVING count(*) >= {int(least)}) TO '{out}' (HEADER)"""
    )
    return con.execute("SELECT count(*) FROM read_csv(?, all_varchar = true)", [out]).fetchone()[0]


def pyfim_fpgrowth(sales, least, out):
    import csv

    import fim

    baskets = {}
    with open(sales, newline="") as file:
        rows = csv.reader(file)
        header = next(rows)
        basket, sku = header.index("basket_id"), header.index("sku")
        for row in rows:
            baskets.setdefault(row[basket], set()).add(row[sku])
    pairs = fim.fpgrowth([list(items) for items in baskets.values()], target="s", supp=-int(least), zmin=2, zmax=2)
    with open(out, "w", newline="") as file:
        csv.writer(file).writerows((*items, count) for items, count in pairs)
    return len(pairs)


PEERS = {"duckdb": duckdb_join, "pyfim": pyfim_fpgrowth}


def goeswith(sales, least, out, *more):
    program = ROOT / "target" / "release" / "goeswith"
    return [str(program), "mine", sales, "-o", out, "--min-count", str(least), *more]


def peer(name, sales, least, out):
    return [sys.executable, __file__, "--peer", name, sales, str(least), out]


def measure(command, out):
    """Wall seconds, peak resident MB and pairs of one process; None where it could not run."""
    pathlib.Path(out).unlink(missing_ok=True)
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        print(said.decode().strip().splitlines()[-1], file=sys.stderr)
        return None
    with open(out, "rb") as file:
        lines = sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b""))
    return wall, usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1 << 20), lines


def repeat(sales, times, target):
    """The same sales so many times, each time under other basket ids."""
    with open(sales, "rb") as file:
        header, *lines = file.read().rstrip(b"\n").split(b"\n")
    place = header.split(b",").index(b"basket_id")
    assert place == 0, "basket_id must be the first column"
    with open(target, "wb") as file:
        file.write(header + b"\n")
        for turn in range(times):
            file.write(b"%d-" % turn + (b"\n%d-" % turn).join(lines) + b"\n")
    print(len(lines) * times)


def main():
    if sys.argv[1:2] == ["--peer"]:
        _, _, name, sales, least, out = sys.argv
        PEERS[name](sales, least, out)
        return
    if sys.argv[1:2] == ["--repeat"]:
        repeat(sys.argv[2], int(sys.argv[3]), sys.argv[4])
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sales")
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--hundred", action="store_true")
    parser.add_argument("--folder")
    args = parser.parse_args()
    print("| | lines | pairs | wall, s | peak, MB | wall to ours | peak to ours |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory(dir=args.folder) as folder:
        out = os.path.join(folder, "pairs.csv")
        sizes = [(1, 5), (10, 50)] + [(100, 500)] * args.hundred
        for times, least in sizes:
            sales = os.path.join(folder, "sales.csv")
            # In a process of its own: what is measured begins as a copy of this one and must find it small.
            writer = [sys.executable, __file__, "--repeat", args.sales, str(times), sales]
            lines = int(subprocess.run(writer, stdout=subprocess.PIPE, check=True).stdout)
            # Or who flushes its result to disk, as goeswith does, waits for the disk to take the sales as well.
            os.sync()
            contenders = {"goeswith": goeswith(sales, least, out)}
            if times == 100:
                contenders = {"goeswith --memory 512M": goeswith(sales, least, out, "--memory", "512M")}
            else:
                contenders |= {name: peer(name, sales, least, out) for name in PEERS}
            best = {}
            # Taking turns, so that other work on the machine meets all of them.
            for _ in range(args.turns if times < 100 else 1):
                for name, command in contenders.items():
                    found = measure(command, out)
                    if found:
                        known = best.get(name, found)
                        header = 0 if name == "pyfim" else 1
                        best[name] = (min(known[0], found[0]), max(known[1], found[1]), found[2] - header)
            # What DuckDB and pyfim count is what we count.
            assert len({pairs for _, _, pairs in best.values()}) == 1, best
            ours = next(iter(best.values()))
            for name, (wall, peak, pairs) in best.items():
                ratios = f"{wall / ours[0]:.1f} | {peak / ours[1]:.1f}"
                print(f"| {name} | {lines:,} | {pairs:,} | {wall:.2f} | {peak:,.0f} | {ratios} |", flush=True)


if __name__ == "__main__":
    main()
