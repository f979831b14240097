-- The same of a dimension that is about suggestions, where the other columns are 0. The order is that of
-- `report::measures::Measure::OF_SUGGESTIONS`.
SELECT
    f.key,
    f.sales, f.with_add_on, f.shown, f.accepted, f.declined, f.has_one, f.too_expensive, f.not_now, f.does_not_fit,
    f.other_reason, f.not_asked, f.taken_without_asking, f.add_on_revenue, f.add_on_costed_revenue, f.add_on_cost,
    f.unasked_revenue
FROM figure AS f
WHERE f.dimension = :dimension AND f.day BETWEEN :from AND :to
