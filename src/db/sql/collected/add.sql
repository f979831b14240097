-- Adds to a row, or begins it. The columns are in the order of `report::measures::Measure`.
INSERT INTO figure (
    dimension, day, key, hour,
    sales, items, lines, pieces, unpriced, revenue, costed_revenue, cost, with_add_on, with_add_on_revenue,
    nothing_suggested, shown, accepted, declined, has_one, too_expensive, not_now, does_not_fit, other_reason,
    not_asked, taken_without_asking, claimed, confirmed, add_on_revenue, add_on_costed_revenue, add_on_cost,
    unasked_revenue
)
VALUES (
    ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23,
    ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31
)
ON CONFLICT (dimension, day, key, hour) DO UPDATE SET
    sales = sales + excluded.sales,
    items = items + excluded.items,
    lines = lines + excluded.lines,
    pieces = pieces + excluded.pieces,
    unpriced = unpriced + excluded.unpriced,
    revenue = revenue + excluded.revenue,
    costed_revenue = costed_revenue + excluded.costed_revenue,
    cost = cost + excluded.cost,
    with_add_on = with_add_on + excluded.with_add_on,
    with_add_on_revenue = with_add_on_revenue + excluded.with_add_on_revenue,
    nothing_suggested = nothing_suggested + excluded.nothing_suggested,
    shown = shown + excluded.shown,
    accepted = accepted + excluded.accepted,
    declined = declined + excluded.declined,
    has_one = has_one + excluded.has_one,
    too_expensive = too_expensive + excluded.too_expensive,
    not_now = not_now + excluded.not_now,
    does_not_fit = does_not_fit + excluded.does_not_fit,
    other_reason = other_reason + excluded.other_reason,
    not_asked = not_asked + excluded.not_asked,
    taken_without_asking = taken_without_asking + excluded.taken_without_asking,
    claimed = claimed + excluded.claimed,
    confirmed = confirmed + excluded.confirmed,
    add_on_revenue = add_on_revenue + excluded.add_on_revenue,
    add_on_costed_revenue = add_on_costed_revenue + excluded.add_on_costed_revenue,
    add_on_cost = add_on_cost + excluded.add_on_cost,
    unasked_revenue = unasked_revenue + excluded.unasked_revenue
