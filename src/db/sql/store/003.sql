-- Schema 3: whose sale it is, so that what a customer bought before is found without reading every sale. Append only, as 001.

ALTER TABLE event ADD COLUMN customer TEXT;            -- pseudonym of the linked card

UPDATE event SET customer = json_extract(body, '$.customer')
WHERE kind = 'sale' AND instr(body, '"customer":"') > 0 AND json_valid(body)
  AND json_type(body, '$.customer') = 'text';

CREATE INDEX event_customer ON event (customer) WHERE customer IS NOT NULL;
