"""The table of `goeswith report --by pair` by DuckDB over the same events in Parquet.

    python3 benches/report_duckdb.py parquet OUTBOX EVENTS.parquet     makes the Parquet file, once
    python3 benches/report_duckdb.py report EVENTS.parquet             prints the table's size, its sums and the seconds it took

Needs `pip install duckdb`. Sales taken back are left out; the attach rate needs the sales of each item, so these are counted, too. A pair that
stands twice in one sale would count twice here, which saves DuckDB a step and makes its sums a little higher.
"""

import sys
import time

import duckdb

COLUMNS = """columns={
    'event_id': 'VARCHAR', 'kind': 'VARCHAR', 'sale': 'VARCHAR', 'wall_utc': 'TIMESTAMP', 'utc_offset_min': 'INTEGER',
    'clock_suspect': 'BOOLEAN', 'terminal': 'VARCHAR',
    'lines': 'STRUCT(sku VARCHAR, quantity BIGINT, price BIGINT, cost BIGINT, category VARCHAR, confirmed BOOLEAN)[]',
    'suggestions': 'STRUCT(item VARCHAR, add_on VARCHAR, link_kind VARCHAR, reason VARCHAR, outcome VARCHAR, why VARCHAR)[]',
    'context': 'VARCHAR[]'}"""

REPORT = """
WITH sale AS (
    SELECT event_id, lines, suggestions FROM read_parquet('{file}') AS e
    WHERE kind = 'sale' AND NOT EXISTS (
        SELECT 1 FROM read_parquet('{file}') AS v WHERE v.kind = 'void' AND v.sale = e.event_id)
), once AS (
    SELECT s.item AS item, s.add_on AS add_on, s.link_kind AS kind, s.outcome AS outcome, s.why AS why,
           CASE WHEN s.outcome = 'accepted' THEN list_filter(lines, lambda l: l.sku = s.add_on) END AS bought
    FROM (SELECT lines, unnest(suggestions) AS s FROM sale)
), pair AS (
    SELECT item, add_on, kind, count(*) AS shown,
           count(*) FILTER (outcome IN ('accepted', 'declined')) AS asked,
           count(*) FILTER (outcome = 'accepted') AS accepted,
           count(*) FILTER (outcome = 'not_asked') AS not_asked,
           count(*) FILTER (outcome = 'taken_without_asking') AS unasked,
           count(*) FILTER (why = 'has_one') AS has_one, count(*) FILTER (why = 'too_expensive') AS too_expensive,
           count(*) FILTER (why = 'not_now') AS not_now, count(*) FILTER (why = 'does_not_fit') AS does_not_fit,
           count(*) FILTER (why = 'other') AS other_reason,
           sum(list_sum(list_transform(bought, lambda l: l.price * l.quantity))) AS add_on_revenue,
           sum(list_sum(list_transform(bought, lambda l: (l.price - l.cost) * l.quantity))) AS add_on_margin
    FROM once GROUP BY item, add_on, kind
), item AS (
    SELECT sku, count(*) AS sales FROM (
        SELECT DISTINCT event_id, l.sku AS sku FROM (SELECT event_id, unnest(lines) AS l FROM sale) WHERE l.quantity > 0)
    GROUP BY sku
)
SELECT pair.*, item.sales FROM pair LEFT JOIN item ON item.sku = pair.item
"""


def main():
    what, file = sys.argv[1], sys.argv[2]
    connection = duckdb.connect()
    connection.execute("SET threads = 2; SET preserve_insertion_order = false; SET memory_limit = '6GB'")
    if what == "parquet":
        connection.execute(
            f"""COPY (SELECT * FROM read_json('{file}/*/*.jsonl', format='newline_delimited', ignore_errors=true, {COLUMNS})
            WHERE kind IS NOT NULL) TO '{sys.argv[3]}' (FORMAT parquet)"""
        )
        return
    begun = time.monotonic()
    rows = connection.execute(REPORT.format(file=file)).fetchall()
    seconds = time.monotonic() - begun
    names = [column[0] for column in connection.description]
    sums = {name: sum(row[at] or 0 for row in rows) for at, name in enumerate(names) if at > 2}
    print(f"{len(rows)} pairs, shown {sums['shown']}, accepted {sums['accepted']}, money {sums['add_on_revenue']}: {seconds:.2f} s")


main()
