-- How many sales each row of one dimension between two days holds.
SELECT f.key, f.sales FROM figure AS f WHERE f.dimension = :dimension AND f.day BETWEEN :from AND :to
