"""Runs `goeswith mine` and assets/spark/mine.sql over the same sales and compares their pairs.csv, pair by pair.

    python3 tests/spark/compare.py GOESWITH SPARK-SQL

Spark is started twice: once as the README says, and once for all other cases, one after the other. Every cell must be
the same text, save that the last decimal of `llr` and of an age-weighted `weight` may differ by one: they go through
logarithms and powers, which two mathematical libraries may round differently.
"""

import csv
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
MINE = ROOT / "assets" / "spark" / "mine.sql"
SAMPLE = ROOT / "assets" / "sample-shop" / "sales"
ROUNDED = {"llr", "weight"}
PARAMETERS = ["history", "format", "delimiter", "output", "min_count", "half_life", "max_basket"]

# What an export may hold: returns, quantities and days that are none, zones on both sides of midnight, SKUs with zeros in
# front, with quotation marks, beyond 16 bits, and such as are none. The columns stand in an order of their own.
HARD = """price,timestamp,SKU,quantity,basket_id,till
1,2026-03-01T23:30:00-05:00,007,1,A,x
1,2026-03-01T23:30:00-05:00,"7"" pan, black",2,A,x
1,2026-03-01T23:30:00-05:00,a\\b,1,A,x
1,2026-03-02T00:10:00+14:00,007,,B,x
1,2026-03-02 00:10,"7"" pan, black",two,B,x
1,2026-03-02T00:10Z, a\\b ,0.25,B,x
1,,007,1,C,x
1,,a\\b,NaN,C,x
1,,Z,3,C,x
1,,Z,-3,C,x
1,1970-01-01T00:00:00,007,1,D,x
1,1970-01-01T00:00:00,a\\b,1e400,D,x
1,1969-12-31,z,1,E,x
1,1969-12-31,\u00dc-7,1,E,x
1,1969-12-31,\uff21,1,E,x
1,1969-12-31,\U0001d11e,1,E,x
1,2026-02-30,z,1,F,x
1,22.11.2026,\u00dc-7,1,F,x
1,2026-03-05x,\uff21,1,F,x
1,2026-03-05T10,\U0001d11e,1,F,x
1,2026-03-09T10:00:00,007,-1,G,x
1,2026-03-11T10:00:00,a|b,1,H,x
1,2026-03-12T10:00:00,z,1,H,x
1,2026-03-12T10:00:00,007,1,H,x
1,2026-03-12T10:00:00,007,1,H,x
1,2026-03-13T00:05:00,z,1,H,x
1,2026-03-13T00:05:00,zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz,1,H,x
1,2026-03-14T10:00:00,Z,0.1,I,x
1,2026-03-14T10:00:00,Z,0.2,I,x
1,2026-03-14T10:00:00,Z,-0.3,I,x
1,2026-03-14T10:00:00,z,1,I,x
1,2026-03-14T10:00:00,a b,1,I,x
1,2026-03-14T10:00:00,a & b,1,I,x
"""
# No time, no quantity; a byte order mark, and line ends as on Windows.
BARE = "\ufeff" + "sku|basket_id\r\n0012|1\r\n12|1\r\n0012|02\r\n12|02\r\n0012|2\r\n5|2\r\n"


class Case:
    """One set of parameters for both."""

    def __init__(self, name, sales, history=None, **parameters):
        self.name = name
        self.sales = sales
        self.parameters = {"history": str(history or sales), **parameters}

    def flags(self):
        """The parameters as flags of `goeswith mine`."""
        for key in ("min_count", "half_life", "max_basket"):
            if key in self.parameters:
                yield from ("--" + key.replace("_", "-"), self.parameters[key])


def rows(path):
    """A pairs.csv as its header and its rows by pair, in their order."""
    with open(path, encoding="utf-8", newline="") as file:
        header, *body = csv.reader(file)
    return header, {(row[0], row[1]): row for row in body}


def differences(ours, theirs):
    """What differs, in words; nothing where the files say the same."""
    (header, expected), (columns, found) = ours, theirs
    if header != columns:
        return [f"columns are {columns}"]
    if not expected:
        return ["goeswith found no pair: nothing is compared"]
    said = [f"pair of goeswith alone: {pair}" for pair in expected if pair not in found]
    said += [f"pair of Spark alone: {pair}" for pair in found if pair not in expected]
    if not said and list(expected) != list(found):
        said.append("pairs stand in another order")
    for pair, row in expected.items():
        for name, one, two in zip(header, row, found.get(pair, row)):
            close = name in ROUNDED and one and two and abs(float(one) - float(two)) < 1.5e-6
            if one != two and not close:
                said.append(f"{name} of {pair}: goeswith {one}, Spark {two}")
    return said


def spark(program, folder, file, *arguments):
    """Starts Spark SQL in `folder` with a file; what it says is shown only where it fails."""
    command = [program, "--master", "local[2]", "--driver-memory", "2g", "--conf", "spark.ui.enabled=false"]
    command += ["--conf", "spark.driver.host=127.0.0.1", "--conf", "spark.driver.bindAddress=127.0.0.1"]
    command += ["--conf", "spark.sql.shuffle.partitions=4", "--conf", "spark.sql.catalogImplementation=in-memory"]
    done = subprocess.run([*command, "-f", file, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    # What fails in a file that another one calls does not reach the exit code; errors begin with their name: [SUCH].
    said = [line for line in done.stderr.splitlines() if not line.startswith("\tat ")]
    if done.returncode != 0 or any(line.startswith("[") for line in said):
        sys.exit("\n".join([*said, f"error: Spark ended with {done.returncode}"]))


def script(cases, parquet):
    """All cases as one file for Spark: the sample shop as Parquet first, with types of its own, then case by case."""
    yield f"""CREATE TEMPORARY VIEW sample USING csv OPTIONS (path '{SAMPLE}', header 'true');
        INSERT OVERWRITE DIRECTORY '{parquet}' USING parquet
        SELECT CAST(timestamp AS TIMESTAMP_NTZ) AS timestamp, sku, CAST(price AS DECIMAL(9, 2)) AS price,
            CAST(quantity AS INT) AS quantity, CAST(substr(basket_id, 2) AS BIGINT) AS basket_id FROM sample;"""
    for case in cases:
        for key in PARAMETERS:
            yield f"DROP TEMPORARY VARIABLE IF EXISTS {key};"
            yield f"SET {key}={case.parameters[key]};" if key in case.parameters else f"RESET {key};"
        yield f"SOURCE {MINE};"


def main(goeswith, spark_sql):
    """Compares every case; the exit code says whether all are the same."""
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "hard.csv").write_text(HARD, encoding="utf-8", newline="")
        (folder / "bare.csv").write_text(BARE, encoding="utf-8", newline="")
        hard, bare, parquet = folder / "hard.csv", folder / "bare.csv", folder / "parquet"
        documented = Case("as the README says", SAMPLE, min_count="5")
        cases = [
            Case("defaults, a pattern", SAMPLE, history=SAMPLE / "20*.csv"),
            Case("small baskets by age", SAMPLE, half_life="90.5", max_basket="3", min_count="1"),
            Case("Parquet", parquet, format="parquet"),
            Case("Parquet by age", parquet, format="parquet", half_life="30", min_count="3"),
            Case("hard lines", hard, min_count="1"),
            Case("hard lines by age", hard, min_count="1", half_life="2"),
            Case("no time, no quantity", bare, delimiter="|", min_count="1"),
        ]
        for number, case in enumerate([documented, *cases]):
            case.parameters["output"] = str(folder / f"spark-{number}")
        arguments = [word for key, value in documented.parameters.items() for word in ("-d", f"{key}={value}")]
        spark(spark_sql, folder, str(MINE), *arguments)
        (folder / "all.sql").write_text("\n".join(script(cases, parquet)), encoding="utf-8")
        spark(spark_sql, folder, "all.sql")
        for case in [documented, *cases]:
            ours = folder / "ours.csv"
            ours.unlink(missing_ok=True)
            command = [goeswith, "mine", str(case.sales), "-o", str(ours), *case.flags()]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            written = list(pathlib.Path(case.parameters["output"]).glob("pairs/part-*.csv"))
            if done.returncode != 0:
                said = [f"goeswith ended with {done.returncode}: {done.stderr.strip()}"]
            elif len(written) != 1:
                said = [f"Spark wrote {len(written)} files"]
            else:
                said = differences(rows(ours), rows(written[0]))
            count = len(rows(ours)[1]) if ours.exists() else 0
            print(f"{'FAILED' if said else 'same'}  {case.name}: {count} pairs", *said[:10], sep="\n    ")
            failed += bool(said)
    print(f"{len(cases) + 1 - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
