"""Times `goeswith mine` and assets/spark/mine.sql on one machine and compares what they wrote, byte by byte.

    python3 benches/spark.py GOESWITH SPARK-SQL SALES.csv [--fold N] [--min-count N] [--memory 4g]

SALES.csv is any history; `--fold` writes it so many times over with basket ids of their own. Spark runs as
`--master local[*]` with a driver of so much memory. Wall time and CPU time of each whole process in seconds, its
resident memory at most in MB. Needs Unix.
"""

import argparse
import csv
import filecmp
import os
import pathlib
import tempfile
import time

MINE = pathlib.Path(__file__).resolve().parent.parent / "assets" / "spark" / "mine.sql"


def folded(sales, fold, target):
    """Writes the history `fold` times over, and tells its lines."""
    lines = 0
    with open(target, "w", encoding="utf-8", newline="") as out:
        for turn in range(fold):
            with open(sales, encoding="utf-8", newline="") as file:
                reader = csv.reader(file)
                header = next(reader)
                basket = header.index("basket_id")
                writer = csv.writer(out, lineterminator="\n")
                if turn == 0:
                    writer.writerow(header)
                for row in reader:
                    row[basket] = f"{turn}-{row[basket]}"
                    writer.writerow(row)
                    lines += 1
    return lines


def timed(name, command, log):
    """Runs a command and prints what it took."""
    start = time.monotonic()
    words = [(os.POSIX_SPAWN_OPEN, 1, log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), (os.POSIX_SPAWN_DUP2, 1, 2)]
    process = os.posix_spawnp(command[0], command, os.environ, file_actions=words)
    _, status, usage = os.wait4(process, 0)
    wall = time.monotonic() - start
    if status != 0:
        raise SystemExit(f"{name} failed:\n{pathlib.Path(log).read_text(encoding='utf-8')}")
    cpu = usage.ru_utime + usage.ru_stime
    print(f"{name:9} {wall:8.1f} s wall {cpu:8.1f} s CPU {usage.ru_maxrss / 1024:8.0f} MB", flush=True)


def main():
    """Runs both."""
    parser = argparse.ArgumentParser()
    parser.add_argument("goeswith")
    parser.add_argument("spark_sql")
    parser.add_argument("sales")
    parser.add_argument("--fold", type=int, default=1)
    parser.add_argument("--min-count", default="2")
    parser.add_argument("--memory", default="4g")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        history, ours, theirs, log = (folder / part for part in ("sales.csv", "pairs.csv", "spark", "log"))
        lines = folded(args.sales, args.fold, history)
        print(f"{lines:,} lines, {history.stat().st_size / 1e6:.0f} MB, pairs in at least {args.min_count} baskets")
        command = [args.goeswith, "mine", str(history), "-o", str(ours), "--min-count", args.min_count]
        timed("goeswith", command, log)
        settings = ["spark.ui.enabled=false", "spark.driver.host=127.0.0.1", "spark.driver.bindAddress=127.0.0.1"]
        settings += ["spark.sql.catalogImplementation=in-memory", f"spark.local.dir={folder}"]
        command = [args.spark_sql, "--master", "local[*]", "--driver-memory", args.memory]
        command += [word for setting in settings for word in ("--conf", setting)]
        command += ["-f", str(MINE), "-d", f"history={history}", "-d", f"output={theirs}"]
        timed("Spark", [*command, "-d", f"min_count={args.min_count}"], log)
        (found,) = theirs.glob("pairs/part-*.csv")
        same = filecmp.cmp(ours, found, shallow=False)
        with open(ours, "rb") as file:
            pairs = sum(1 for _ in file) - 1
        print(f"{pairs:,} pairs, " + ("the same bytes from both" if same else "NOT the same bytes"))


if __name__ == "__main__":
    main()
