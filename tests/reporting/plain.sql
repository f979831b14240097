-- Every figure of a report once more, from the events as they are stored, in plain SQL: what `goeswith report` says is held
-- against these tables. Nothing of the program's own arithmetic is used here.

CREATE TEMP TABLE counted AS
SELECT event_id AS id, body,
       date(wall / 1000 + json_extract(body, '$.utc_offset_min') * 60, 'unixepoch') AS day,
       CAST(strftime('%H', wall / 1000 + json_extract(body, '$.utc_offset_min') * 60, 'unixepoch') AS INTEGER) AS hour
FROM event
WHERE kind = 'sale' AND event_id NOT IN (SELECT about FROM event WHERE kind = 'void');

CREATE TEMP TABLE line AS
SELECT c.id, c.day,
       json_extract(l.value, '$.sku') AS sku,
       json_extract(l.value, '$.quantity') AS quantity,
       json_extract(l.value, '$.price') * json_extract(l.value, '$.quantity') AS revenue,
       json_extract(l.value, '$.cost') * json_extract(l.value, '$.quantity') AS cost,
       coalesce(json_extract(l.value, '$.category'), '') AS category,
       json_extract(l.value, '$.confirmed') AS confirmed
FROM counted AS c, json_each(c.body, '$.lines') AS l;

CREATE INDEX temp.line_of ON line (id, sku);

CREATE TEMP TABLE shown AS
SELECT c.id, c.day, s.key AS place,
       json_extract(s.value, '$.item') AS item,
       json_extract(s.value, '$.add_on') AS add_on,
       json_extract(s.value, '$.link_kind') AS kind,
       json_extract(s.value, '$.reason') AS reason,
       json_extract(s.value, '$.outcome') AS outcome,
       json_extract(s.value, '$.why') AS why,
       CASE json_extract(s.value, '$.outcome')
           WHEN 'accepted' THEN 3 WHEN 'declined' THEN 2 WHEN 'taken_without_asking' THEN 1 ELSE 0 END AS furthest
FROM counted AS c, json_each(c.body, '$.suggestions') AS s;

-- What the lines of an add-on brought.
CREATE TEMP TABLE brought AS
SELECT id, sku, sum(revenue) AS revenue, sum(CASE WHEN cost IS NOT NULL THEN revenue - cost END) AS margin
FROM line GROUP BY id, sku;

CREATE INDEX temp.brought_of ON brought (id, sku);

-- Each add-on of a sale once, with the outcome that came furthest.
CREATE TEMP TABLE best AS
SELECT * FROM (
    SELECT s.*, row_number() OVER (PARTITION BY id, add_on ORDER BY furthest DESC, place) AS nth FROM shown AS s
) WHERE nth = 1;
CREATE INDEX temp.best_of ON best (id);

CREATE TEMP TABLE sale AS
SELECT c.id, c.day, c.hour, c.body,
       (SELECT count(DISTINCT sku) FROM line AS l WHERE l.id = c.id AND quantity > 0) AS items,
       coalesce((SELECT sum(revenue) FROM line AS l WHERE l.id = c.id), 0) AS revenue,
       (SELECT sum(revenue - cost) FROM line AS l WHERE l.id = c.id AND cost IS NOT NULL) AS margin,
       (SELECT count(*) FROM line AS l WHERE l.id = c.id AND confirmed IS NOT NULL) AS claimed,
       (SELECT count(*) FROM line AS l WHERE l.id = c.id AND confirmed) AS confirmed,
       (SELECT count(*) FROM best AS b WHERE b.id = c.id) AS shown,
       (SELECT count(*) FROM best AS b WHERE b.id = c.id AND outcome = 'accepted') AS accepted,
       (SELECT count(*) FROM best AS b WHERE b.id = c.id AND outcome = 'declined') AS declined,
       (SELECT count(*) FROM best AS b WHERE b.id = c.id AND outcome = 'taken_without_asking') AS unasked,
       coalesce((SELECT sum(r.revenue) FROM best AS b JOIN brought AS r ON r.id = b.id AND r.sku = b.add_on
                 WHERE b.id = c.id AND outcome = 'accepted'), 0) AS add_on_revenue,
       (SELECT sum(r.margin) FROM best AS b JOIN brought AS r ON r.id = b.id AND r.sku = b.add_on
                 WHERE b.id = c.id AND outcome = 'accepted') AS add_on_margin,
       coalesce((SELECT sum(r.revenue) FROM best AS b JOIN brought AS r ON r.id = b.id AND r.sku = b.add_on
                 WHERE b.id = c.id AND outcome = 'taken_without_asking'), 0) AS unasked_revenue
FROM counted AS c;
