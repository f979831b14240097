-- Sales of a chain -> pairs, on Apache Spark 4: the definition and the file of `goeswith mine`, on as many machines as
-- there are. Run it with the command line of Spark SQL, each parameter with a -d of its own:
--
--   spark-sql -f mine.sql -d history=sales -d output=mined -d min_count=5
--
--   history      a folder of sales, a file or a pattern. Needed are the columns basket_id and sku, timestamp and
--                quantity are used where they are there. All files of one run have the same columns in the same order.
--   output       the file is part-*.csv in the folder mined/pairs, and the only one there. What an earlier run left in
--                this folder is replaced.
--   format       csv (default: with a header, UTF-8, plain or gz, no line break within a cell) or parquet
--   delimiter    of CSV, default a comma
--   min_count    pairs in fewer baskets are left out, default 2
--   half_life    days after which a basket counts half in `weight`, without it `weight` is n_ab
--   max_basket   baskets of more items are left out, default 1000
--
-- Where the program does more: it composes accents in SKUs (NFC), here they stay as written. It keeps what people wrote
-- in the file before. It says with file and line what is wrong.

SET spark.sql.ansi.enabled = true;
-- The day of a time in text is the one written. An instant in Parquet has none, and counts by its day in UTC.
SET spark.sql.session.timeZone = UTC;
-- Else what is cached stays in hundreds of small parts, and every step over them takes its time.
SET spark.sql.optimizer.canChangeCachedPlanOutputPartitioning = true;

-- What is not given arrives as nothing or, where Spark was started in another way, as its own name.
CREATE OR REPLACE TEMPORARY FUNCTION given(parameter STRING, otherwise STRING) RETURNS STRING
RETURN CASE WHEN parameter RLIKE '^($|[$])' THEN otherwise ELSE parameter END;

DECLARE OR REPLACE VARIABLE min_count BIGINT DEFAULT 2;
DECLARE OR REPLACE VARIABLE max_basket BIGINT DEFAULT 1000;
DECLARE OR REPLACE VARIABLE half_life DOUBLE DEFAULT NULL;
DECLARE OR REPLACE VARIABLE opening STRING DEFAULT NULL;
SET VARIABLE min_count = CAST(given('${min_count}', '2') AS BIGINT);
SET VARIABLE max_basket = CAST(given('${max_basket}', '1000') AS BIGINT);
SET VARIABLE half_life = CAST(given('${half_life}', NULL) AS DOUBLE);

SELECT CASE
  WHEN given('${history}', NULL) IS NULL OR given('${output}', NULL) IS NULL
    THEN raise_error('history and output are needed: -d history=FILES -d output=FOLDER')
  WHEN min_count < 1 OR max_basket < 1 OR half_life <= 0
    THEN raise_error('min_count, max_basket and half_life must be above 0')
  ELSE 'counting the pairs of ${history}: at least ' || min_count || ' baskets, each of at most ' || max_basket || ' items'
END;

-- Every column by its name, in CSV as text, so that zeros in front of an SKU stay.
SET VARIABLE opening = "CREATE OR REPLACE TEMPORARY VIEW history USING " || given('${format}', 'csv')
  || " OPTIONS (path '${history}', mergeSchema 'true', header 'true', enforceSchema 'false', escape '\"', delimiter '"
  || given('${delimiter}', ',') || "')";
EXECUTE IMMEDIATE opening;

-- A name that is no column is looked for among the variables: files without a time or a quantity have nothing there.
DECLARE OR REPLACE VARIABLE timestamp STRING DEFAULT NULL;
DECLARE OR REPLACE VARIABLE quantity STRING DEFAULT NULL;

CREATE OR REPLACE TEMPORARY VIEW cells AS
SELECT
  trim(BOTH ' \t\n\r\u000C' FROM CAST(basket_id AS STRING)) AS basket,
  trim(BOTH ' \t\n\r\u000C' FROM CAST(sku AS STRING)) AS sku,
  trim(BOTH ' \t\n\r\u000C' FROM CAST(timestamp AS STRING)) AS time,
  try_cast(quantity AS DOUBLE) AS pieces
FROM history;

-- Lines of sales. A clock without a battery begins in 1970, so that year is no day. Pieces are counted in millionths, and
-- what is no number is one piece. What can be no SKU keeps its basket, which may be dated by it, but is no item.
CREATE OR REPLACE TEMPORARY VIEW sales AS
SELECT
  basket,
  CASE WHEN sku RLIKE r'^[^|\p{C}\p{Zl}\p{Zp}\x{FE00}-\x{FE0F}\x{1F000}-\x{1FAFF}]{1,64}$' THEN sku END AS sku,
  CASE WHEN time RLIKE r'^(?!1970)[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ].{5,})?$' THEN try_cast(left(time, 10) AS DATE) END
    AS day,
  CASE WHEN abs(pieces) < double('Infinity') THEN CAST(round(least(greatest(pieces, -1e9D), 1e9D) * 1e6D) AS BIGINT)
    ELSE 1000000 END AS millionths
FROM cells
WHERE basket <> '' AND sku <> '';

-- One row a basket: its first day, and the items of which more were taken than brought back. Lines go to where their
-- basket is counted once, for both groupings.
CACHE TABLE gathered AS
SELECT min(day) AS day, max(latest) AS latest, collect_list(sku) FILTER (WHERE net > 0) AS skus
FROM (
  SELECT basket, sku, min(day) AS day, max(day) AS latest, sum(millionths) AS net
  FROM (SELECT * FROM sales DISTRIBUTE BY basket)
  GROUP BY basket, sku
)
GROUP BY basket;

CREATE OR REPLACE TEMPORARY VIEW baskets AS
SELECT monotonically_increasing_id() AS basket, day, skus FROM gathered WHERE size(skus) BETWEEN 1 AND max_basket;

DECLARE OR REPLACE VARIABLE n BIGINT DEFAULT 0;
DECLARE OR REPLACE VARIABLE last_day DATE DEFAULT NULL;
SET VARIABLE n = (SELECT count(*) FROM baskets);
SET VARIABLE last_day = (SELECT max(latest) FROM gathered);

-- The items that can be in a pair, numbered in the order of their bytes: a number takes less room than an SKU.
CACHE TABLE items AS
SELECT sku, baskets, CAST(row_number() OVER (ORDER BY sku) AS INT) AS number
FROM (SELECT sku, count(*) AS baskets FROM (SELECT explode(skus) AS sku FROM baskets) GROUP BY sku)
WHERE baskets >= min_count;

CREATE OR REPLACE TEMPORARY VIEW numbered AS
SELECT day, array_sort(collect_list(number)) AS numbers
FROM (SELECT basket, day, explode(skus) AS sku FROM baskets) JOIN items USING (sku)
GROUP BY basket, day;

-- Each item with those behind it in a basket, and the weight of the basket in billionths: sums of whole numbers are the
-- same in any order. All rows of an item go to one place before they are spread out into pairs.
CREATE OR REPLACE TEMPORARY VIEW followed AS
SELECT
  a,
  slice(numbers, place + 2, size(numbers)) AS others,
  day,
  CASE WHEN half_life IS NULL OR day IS NULL THEN 1000000000
    ELSE CAST(round(pow(2D, -datediff(last_day, day) / half_life) * 1e9D) AS BIGINT) END AS weight
FROM numbered LATERAL VIEW posexplode(numbers) AS place, a
WHERE place + 1 < size(numbers)
DISTRIBUTE BY a;

CREATE OR REPLACE TEMPORARY VIEW pairs AS
SELECT a, b, count(*) AS n_ab, min(day) AS first_seen, max(day) AS last_seen, sum(weight) AS weight
FROM followed LATERAL VIEW explode(others) AS b
GROUP BY a, b
HAVING n_ab >= min_count;

-- Figures as the program writes them: quotients of whole numbers, rounded half up to so many decimals, in plain digits.
CREATE OR REPLACE TEMPORARY FUNCTION six(part DECIMAL(38, 0), whole DECIMAL(38, 0)) RETURNS STRING
RETURN CAST(CAST(part / whole AS DECIMAL(38, 6)) AS STRING);

-- A cell of the log-likelihood ratio (Dunning 1993, "Accurate Methods for the Statistics of Surprise and Coincidence").
CREATE OR REPLACE TEMPORARY FUNCTION cell(k BIGINT, line BIGINT, column BIGINT, n BIGINT) RETURNS DOUBLE
RETURN CASE WHEN k = 0 THEN 0D ELSE k * ln(CAST(k AS DOUBLE) * n / (CAST(line AS DOUBLE) * column)) END;

CREATE OR REPLACE TEMPORARY VIEW figures AS
SELECT
  pairs.*, a.sku AS sku_a, b.sku AS sku_b, a.baskets AS n_a, b.baskets AS n_b, n AS n,
  2 * (cell(n_ab, a.baskets, b.baskets, n) + cell(a.baskets - n_ab, a.baskets, n - b.baskets, n)
    + cell(b.baskets - n_ab, n - a.baskets, b.baskets, n)
    + cell(n + n_ab - a.baskets - b.baskets, n - a.baskets, n - b.baskets, n)) AS ratio
FROM pairs JOIN items AS a ON a.number = pairs.a JOIN items AS b ON b.number = pairs.b;

INSERT OVERWRITE DIRECTORY '${output}/pairs' USING csv OPTIONS (header 'true', escape '"', compression 'none')
SELECT /*+ REPARTITION(1) */
  sku_a, sku_b, n_a, n_b, n_ab, n,
  CAST(CAST(CAST(n_ab AS DECIMAL(19, 0)) / n AS DECIMAL(38, 9)) AS STRING) AS support,
  six(n_ab, n_a) AS confidence_ab,
  six(n_ab, n_b) AS confidence_ba,
  six(CAST(n_ab AS DECIMAL(19, 0)) * n, CAST(n_a AS DECIMAL(19, 0)) * n_b) AS lift,
  CAST(CAST(greatest(ratio, 0D) AS DECIMAL(38, 6)) AS STRING) AS llr,
  CAST(first_seen AS STRING) AS first_seen,
  CAST(last_seen AS STRING) AS last_seen,
  CASE WHEN half_life IS NULL THEN CAST(n_ab AS STRING) ELSE six(weight, 1000000000) END AS weight,
  CAST(NULL AS STRING) AS decision, CAST(NULL AS STRING) AS kind, CAST(NULL AS STRING) AS ask, CAST(NULL AS STRING) AS say
FROM figures
ORDER BY a, b;

SELECT 'counted ' || n || ' baskets'
  || coalesce(', ' || min(day) || ' to ' || max(latest), '')
  || ', ' || count_if(day IS NULL) || ' without a day'
  || ', ' || count_if(size(skus) > max_basket) || ' left out with more than ' || max_basket || ' items'
FROM gathered;

DROP VIEW items;
DROP VIEW gathered;
