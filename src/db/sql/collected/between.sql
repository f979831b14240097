-- The rows of one dimension between two days, both included. They are added up by whoever reads them: sorting millions of them
-- by key would take longer than reading them.
SELECT
    f.key,
    f.sales, f.items, f.lines, f.pieces, f.unpriced, f.revenue,
    f.costed_revenue, f.cost, f.with_add_on, f.with_add_on_revenue,
    f.nothing_suggested, f.shown, f.accepted, f.declined, f.has_one,
    f.too_expensive, f.not_now, f.does_not_fit, f.other_reason, f.not_asked,
    f.taken_without_asking, f.claimed, f.confirmed, f.add_on_revenue,
    f.add_on_costed_revenue, f.add_on_cost, f.unasked_revenue
FROM figure AS f
WHERE f.dimension = :dimension AND f.day BETWEEN :from AND :to
