-- The figures of one key on one day; no row where nothing was counted.
SELECT
    sum(f.sales), sum(f.items), sum(f.lines), sum(f.pieces), sum(f.unpriced), sum(f.revenue),
    sum(f.costed_revenue), sum(f.cost), sum(f.with_add_on), sum(f.with_add_on_revenue),
    sum(f.nothing_suggested), sum(f.shown), sum(f.accepted), sum(f.declined), sum(f.has_one),
    sum(f.too_expensive), sum(f.not_now), sum(f.does_not_fit), sum(f.other_reason), sum(f.not_asked),
    sum(f.taken_without_asking), sum(f.claimed), sum(f.confirmed), sum(f.add_on_revenue),
    sum(f.add_on_costed_revenue), sum(f.add_on_cost), sum(f.unasked_revenue)
FROM figure AS f
WHERE f.dimension = :dimension AND f.day = :day AND f.key = :key
GROUP BY f.day
