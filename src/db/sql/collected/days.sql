-- The days between two, both included, on which anything was counted in a dimension: from each to the next, without the rows
-- between them.
WITH RECURSIVE seen (day) AS (
    SELECT min(f.day) FROM figure AS f WHERE f.dimension = :dimension AND f.day BETWEEN :from AND :to
    UNION ALL
    SELECT (SELECT min(f.day) FROM figure AS f WHERE f.dimension = :dimension AND f.day > seen.day AND f.day <= :to)
    FROM seen WHERE seen.day IS NOT NULL
)
SELECT day FROM seen WHERE day IS NOT NULL
