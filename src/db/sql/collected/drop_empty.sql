-- Takes a row away that counts nothing any more.
DELETE FROM figure
WHERE dimension = ?1 AND day = ?2 AND key = ?3 AND hour = ?4
  AND sales = 0
  AND items = 0
  AND lines = 0
  AND pieces = 0
  AND unpriced = 0
  AND revenue = 0
  AND costed_revenue = 0
  AND cost = 0
  AND with_add_on = 0
  AND with_add_on_revenue = 0
  AND nothing_suggested = 0
  AND shown = 0
  AND accepted = 0
  AND declined = 0
  AND has_one = 0
  AND too_expensive = 0
  AND not_now = 0
  AND does_not_fit = 0
  AND other_reason = 0
  AND not_asked = 0
  AND taken_without_asking = 0
  AND claimed = 0
  AND confirmed = 0
  AND add_on_revenue = 0
  AND add_on_costed_revenue = 0
  AND add_on_cost = 0
  AND unasked_revenue = 0
